import { ArrowLeft } from 'lucide-react'
import { WayLink } from '../ui/PageLink'

/** The way back: to one node, or to all. */
export const BackToNodes = ({ to }: { to?: string }) => (
  <WayLink
    className="inline-flex items-center gap-1 text-ink-2 text-small hover:text-ink"
    href={to === undefined ? '/nodes' : `/nodes/${encodeURIComponent(to)}`}
  >
    <ArrowLeft aria-hidden className="size-3.5" />
    {to ?? 'All nodes'}
  </WayLink>
)
