import { ArrowLeft } from 'lucide-react'
import { WayLink } from '../ui/PageLink'

export const BackToNodes = () => (
  <WayLink className="inline-flex items-center gap-1 text-ink-2 text-small hover:text-ink" href="/nodes">
    <ArrowLeft aria-hidden className="size-3.5" />
    All nodes
  </WayLink>
)
