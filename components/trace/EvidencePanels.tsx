'use client'

import type { Trace } from '@/lib/model/trace'
import { CapturePanel } from './CapturePanel'
import { ProbePanel } from './ProbePanel'

/** What shows that a trace is right: real packets. */
export const EvidencePanels = ({ trace: { from, to, vni } }: { trace: Pick<Trace, 'from' | 'to' | 'vni'> }) => {
  const ends = from.node !== null && to.address !== null ? { from: from.node, vni, to: to.address } : null
  return (
    <div className="max-w-5xl space-y-8 border-line border-t px-4 py-5">
      {ends ? (
        <ProbePanel key={`${ends.from} ${vni} ${ends.to}`} {...ends} />
      ) : (
        <p className="text-ink-2">
          A probe needs a node to send from and an address to ask for: {to.address === null ? to.asked : from.asked} is
          none that is known.
        </p>
      )}
      <CapturePanel key={vni} vni={vni} />
    </div>
  )
}
