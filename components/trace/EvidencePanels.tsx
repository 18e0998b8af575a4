'use client'

import { useMay, useWhyNot } from '@/lib/client/use-me'
import type { Trace } from '@/lib/model/trace'
import { CapturePanel } from './CapturePanel'
import { ProbePanel } from './ProbePanel'

/** What shows that a trace is right: real packets. */
export const EvidencePanels = ({ trace: { from, to, vni } }: { trace: Pick<Trace, 'from' | 'to' | 'vni'> }) => {
  const may = useMay('operator')
  const whyNot = useWhyNot('operator')
  const ends = from.node !== null && to.address !== null ? { from: from.node, vni, to: to.address } : null
  if (!may && whyNot === null) return null
  if (whyNot !== null)
    return (
      <p className="border-line border-t px-4 py-5 text-ink-2">
        Real packets, by a probe or a capture, would show that this is right. {whyNot}
      </p>
    )
  return (
    <div className="max-w-5xl space-y-8 border-line border-t px-4 py-5">
      {ends ? (
        <ProbePanel key={`${ends.from} ${vni} ${ends.to}`} {...ends} />
      ) : (
        <p className="text-ink-2">
          A probe goes from a node to an address.{' '}
          {to.address === null ? `No address of ${to.asked} is known.` : `Which node ${from.asked} is on isn’t known.`}
        </p>
      )}
      <CapturePanel key={vni} vni={vni} />
    </div>
  )
}
