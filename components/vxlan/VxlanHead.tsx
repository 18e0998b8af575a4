import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { WayLink } from '../ui/PageLink'

/** The head of a page below /vxlan. */
export const VxlanHead = ({ title, children }: { title: ReactNode; children?: ReactNode }) => (
  <header className="border-line border-b px-4 py-4">
    <WayLink className="inline-flex items-center gap-1 text-ink-2 text-small hover:text-ink" href="/vxlan">
      <ArrowLeft aria-hidden className="size-3.5" />
      All VXLAN interfaces
    </WayLink>
    <h2 className="mt-1 font-semibold text-title">{title}</h2>
    {children !== undefined && <div className="mt-1 max-w-3xl text-ink-2">{children}</div>}
  </header>
)
