'use client'

import { Activity } from 'lucide-react'
import { useState } from 'react'
import type { Evidence } from '@/lib/client/evidence'
import { useEvidence } from '@/lib/client/use-evidence'
import { useMoment } from '@/lib/client/use-moment'
import { Segments } from '../ui/Segments'
import { CaptureState } from './CaptureState'
import { EvidencePanel } from './EvidencePanel'
import { Ladder } from './Ladder'
import { RunButton } from './RunButton'

const LENGTHS = ['5', '15', '60'] as const
type Length = (typeof LENGTHS)[number]

const stateOf = ({ running, nodes, error, steps }: Evidence): string => {
  if (running && !nodes.some(({ state }) => state === 'capturing')) return 'Starting captures…'
  if (steps.length > 0 || error !== null) return ''
  return running ? 'Listening. Nothing has come yet.' : 'Nothing came by.'
}

/** Captures what the underlay carries of a VNI, on all nodes that have it, and shows it as one sequence. */
export const CapturePanel = ({ vni }: { vni: number }) => {
  const { evidence, start, stop } = useEvidence('/api/v1/capture')
  const [seconds, setSeconds] = useState<Length>('15')
  const past = useMoment() !== null
  return (
    <EvidencePanel
      controls={
        <>
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
            running={evidence?.running === true}
            whyNot={past ? 'The past can’t be captured' : null}
          />
        </>
      }
      evidence={evidence}
      lead={`Listens on the underlay of every node that has VNI ${vni}, to headers alone: outer source and destination, VNI, and what is inside. Sends nothing.`}
      name="Packet evidence"
      state={stateOf}
    >
      {evidence && evidence.steps.length > 0 && <Ladder evidence={evidence} label="What the underlay carried" />}
      {evidence && <CaptureState evidence={evidence} />}
    </EvidencePanel>
  )
}
