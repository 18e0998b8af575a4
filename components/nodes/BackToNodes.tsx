import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'

export const BackToNodes = () => (
  <Link className="inline-flex items-center gap-1 text-ink-2 text-small hover:text-ink" href="/nodes">
    <ArrowLeft aria-hidden className="size-3.5" />
    All nodes
  </Link>
)
