import { howFramesGo } from '@/lib/client/how-frames-go'
import { formatCount } from '@/lib/client/time'
import { useMoment } from '@/lib/client/use-moment'
import type { Overlay } from '@/lib/model/overlay'
import { Section } from '../../ui/Facts'
import { Word } from './parts'

const waysText = (ways: number, known: number, past: boolean): string => {
  const [flood, go] = past ? ['flooded', 'went'] : ['flood', 'go']
  if (known === 0) return `all ${formatCount(ways)} ways between them ${flood}`
  if (known === ways) return `all ${formatCount(ways)} ways between them ${go} by unicast`
  return `${formatCount(known)} of ${formatCount(ways)} ways between them ${go} by unicast, the others ${flood}`
}

/** The question that VXLAN raises at first sight, answered for one VNI by what is known now. */
export const FramesGo = ({ overlay, vni }: { overlay: Overlay; vni: number | undefined }) => {
  const past = useMoment() !== null
  const told = vni === undefined ? null : howFramesGo(overlay, vni)
  return (
    <Section title="Is a tunnel set up each time?">
      <p className="text-ink-2">
        No, nothing is set up. A frame to a MAC that a node doesn’t know is flooded
        {told !== null && told.groups.length > 0 && (
          <>
            {' '}
            to <span className="mono">{told.groups.join(', ')}</span>
          </>
        )}
        {told?.listed === true && ' to each VTEP of its flood list'}; the answer teaches it the{' '}
        <Word of="vtep">VTEP</Word>, and from then on frames go there alone, until the entry ages out: its ring is then
        empty.
      </p>
      {told !== null && (
        <p className="mt-1.5">
          {past ? 'Then' : 'Now'} {waysText(told.ways, told.known, past)}.
        </p>
      )}
    </Section>
  )
}
