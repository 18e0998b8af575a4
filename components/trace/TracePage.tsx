'use client'

import clsx from 'clsx'
import { useMemo } from 'react'
import { useOverlay } from '@/lib/client/use-api'
import { useConnection } from '@/lib/client/use-connection'
import { type TraceQuestion, useTrace } from '@/lib/client/use-trace'
import { useUrl, vniOfParams } from '@/lib/client/use-url'
import { FirstStart, NoAnswer } from '../overlay/OverlayStates'
import { ErrorLine } from '../ui/ErrorLine'
import { Notice } from '../ui/Notice'
import { Skeleton } from '../ui/Skeleton'
import { EvidencePanels } from './EvidencePanels'
import { type AskedTrace, isWhole, TraceForm } from './TraceForm'
import { TraceResult } from './TraceResult'

const questionOf = (asked: AskedTrace): TraceQuestion | null =>
  asked.vni !== null && isWhole(asked) ? { from: asked.from, vni: asked.vni, to: asked.to } : null

const Empty = () => (
  <Notice title="What would become of a frame?">
    <p>
      Pick where it starts, in which VNI, and whom it is for: the answer is every step on the way, unicast or flooded,
      by the very entries that decide it, and the way back. Nothing is sent.
    </p>
  </Notice>
)

/** Why does this work, why doesn’t it: a frame from one end to another, step by step. */
export const TracePage = () => {
  const { params, visit } = useUrl()
  const overlay = useOverlay()
  const vnis = overlay.data?.vnis ?? []
  const [only, ...others] = vnis
  const vni = vniOfParams(params) ?? (only && others.length === 0 ? only.vni : null)
  const asked = { from: params.get('from') ?? '', vni, to: params.get('to') ?? '' }
  const { from, to } = asked
  const question = useMemo(() => questionOf({ from, vni, to }), [from, vni, to])
  const { data, fault, again } = useTrace(question)
  const { stale } = useConnection()
  if (overlay.data === undefined)
    return overlay.fault === undefined ? (
      <Skeleton label="Asking for the overlay" rows={8} />
    ) : (
      <NoAnswer error={overlay.fault.error} />
    )
  if (overlay.data.nodes.length === 0) return <FirstStart />
  const ask = (next: AskedTrace) => {
    const same = next.from === from && next.to === to && next.vni === vni
    if (same) again()
    else visit({ from: next.from.trim(), vni: String(next.vni), to: next.to.trim() })
  }
  return (
    <div className="h-full overflow-y-auto">
      <TraceForm
        asked={asked}
        fields={question === null ? [] : (fault?.fields ?? [])}
        key={`${from}\n${vni}\n${to}`}
        onAsk={ask}
        vnis={vnis}
      />
      {question === null && <Empty />}
      {question !== null && fault !== undefined && fault.fields.length === 0 && (
        <div className="px-4 py-3">
          <ErrorLine error={fault.error} />
        </div>
      )}
      {question !== null && data === undefined && fault === undefined && <Skeleton label="Tracing" rows={6} />}
      {question !== null && data !== undefined && fault === undefined && (
        <div className={clsx(stale && 'opacity-60 grayscale')}>
          <TraceResult onAgain={again} trace={data} />
          <EvidencePanels trace={data} />
        </div>
      )}
    </div>
  )
}
