'use client'

import { Activity } from 'lucide-react'
import { useId, useState } from 'react'
import { useEvidence } from '@/lib/client/use-evidence'
import { useMoment } from '@/lib/client/use-moment'
import { Notice } from '../ui/Notice'
import { Segments } from '../ui/Segments'
import { CaptureState } from './CaptureState'
import { Ladder } from './Ladder'
import { RunButton } from './RunButton'

const LENGTHS = ['5', '15', '60'] as const
type Length = (typeof LENGTHS)[number]

/** Captures what the underlay carries of a VNI, on all nodes that have it, and shows it as one sequence. */
export const CapturePanel = ({ vni }: { vni: number }) => {
  const { evidence, start, stop } = useEvidence('/api/v1/capture')
  const [seconds, setSeconds] = useState<Length>('15')
  const past = useMoment() !== null
  const title = useId()
  const running = evidence?.running === true
  const listening = evidence?.nodes.some(({ state }) => state === 'capturing') === true
  return (
    <section aria-labelledby={title} className="space-y-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="min-w-0 max-w-2xl">
          <h2 className="font-semibold text-title" id={title}>
            Packet evidence
          </h2>
          <p className="text-ink-2">
            Listens on the underlay of every node that has VNI {vni}, to headers alone: outer source and destination,
            VNI, and what is inside. Sends nothing.
          </p>
        </div>
        <div className="flex gap-2">
          <Segments
            label="How long"
            onChange={setSeconds}
            options={LENGTHS.map(value => ({ value, label: `${value} s` }))}
            value={seconds}
          />
          <RunButton
            icon={Activity}
            name="Capture"
            onStart={() => void start({ vni, seconds: Number(seconds) })}
            onStop={stop}
            running={running}
            whyNot={past ? 'The past can’t be captured' : null}
          />
        </div>
      </div>
      {evidence?.error && (
        <Notice size="line" title={evidence.error.message} tone="warn">
          {evidence.error.hint}
        </Notice>
      )}
      {evidence && (
        <p aria-live="polite" className="text-ink-2 empty:hidden">
          {running && !listening && 'Starting captures…'}
          {running && listening && evidence.steps.length === 0 && 'Listening. Nothing has come yet.'}
          {!running && evidence.error === null && evidence.steps.length === 0 && 'Nothing came by.'}
        </p>
      )}
      {evidence && evidence.steps.length > 0 && <Ladder evidence={evidence} label="What the underlay carried" />}
      {evidence && <CaptureState evidence={evidence} />}
    </section>
  )
}
