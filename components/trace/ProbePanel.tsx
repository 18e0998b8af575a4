'use client'

import { Radar } from 'lucide-react'
import { useState } from 'react'
import type { Evidence } from '@/lib/client/evidence'
import { useEvidence } from '@/lib/client/use-evidence'
import { useMoment } from '@/lib/client/use-moment'
import { ErrorLine } from '../ui/ErrorLine'
import { Notice } from '../ui/Notice'
import { Segments } from '../ui/Segments'
import { CaptureState } from './CaptureState'
import { EvidencePanel } from './EvidencePanel'
import { Ladder } from './Ladder'
import { RunButton } from './RunButton'

/** From a node, in a VNI, to an address of the overlay. */
interface Ends {
  from: string
  vni: number
  to: string
}

/** What was taught is followed for so long: an entry with the usual ageing time is gone by then. */
const FOLLOW_S = 900
const PINGS = 3

const stateOf = ({ running, begin, sent, nodes, end, steps }: Evidence): string => {
  if (!running)
    return end?.why === 'done' && steps.some(({ taught }) => taught?.event === 'gone')
      ? 'All that was taught is gone again.'
      : ''
  if (begin === null) return nodes.length === 0 ? 'Asking the node…' : 'Starting captures…'
  if (sent === null) return `Sending: ${begin.probe?.command ?? ''}`
  return 'Sent. Following what was taught until it has aged out.'
}

const Outcome = ({ evidence: { sent, steps } }: { evidence: Evidence }) => {
  if (sent === null) return null
  if (sent.error !== null) return <ErrorLine error={sent.error} />
  if (!sent.answered)
    return (
      <Notice size="line" title="Nothing answered." tone="warn">
        The last step below is how far it got. A trace says what should have become of it.
      </Notice>
    )
  return steps.some(({ taught }) => taught !== null) ? null : (
    <p className="text-ink-2">It answered and taught nothing: everybody on the way knew everybody already.</p>
  )
}

/** Sends a few packets through the overlay and shows, step by step, what that teaches. */
export const ProbePanel = ({ from, vni, to }: Ends) => {
  const { evidence, start, stop } = useEvidence('/api/v1/probe')
  const [method, setMethod] = useState<'ping' | 'arping'>('ping')
  const past = useMoment() !== null
  return (
    <EvidencePanel
      controls={
        <>
          <Segments
            label="Kind of probe"
            onChange={setMethod}
            options={[
              { value: 'ping', label: 'ping' },
              { value: 'arping', label: 'arping', name: 'arping: ARP requests, for hosts that answer no ping' },
            ]}
            value={method}
          />
          <RunButton
            icon={Radar}
            look="primary"
            name="Probe"
            onStart={() => void start({ from, vni, to, method, count: PINGS, follow: FOLLOW_S })}
            onStop={stop}
            running={evidence?.running === true}
            whyNot={past ? 'The past can’t be probed' : null}
          />
        </>
      }
      evidence={evidence}
      lead={
        <>
          Sends {PINGS} packets from {from} to <span className="mono">{to}</span> through VNI {vni} and shows what they
          teach: who floods, who learns, what goes by unicast.
        </>
      }
      name="Probe"
      state={stateOf}
    >
      {evidence && <Outcome evidence={evidence} />}
      {evidence?.begin && <Ladder evidence={evidence} label="What the probe taught" />}
      {evidence && <CaptureState evidence={evidence} />}
      {evidence && evidence.said.length > 0 && (
        <details>
          <summary className="cursor-pointer text-ink-2 text-small">
            What {method} printed on {from}
          </summary>
          <pre className="mono mt-1 overflow-x-auto rounded-md bg-sunken px-3 py-2">{evidence.said.join('\n')}</pre>
        </details>
      )}
    </EvidencePanel>
  )
}
