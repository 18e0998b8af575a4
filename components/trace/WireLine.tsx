import clsx from 'clsx'
import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { isEverybody, sentWords } from '@/lib/client/trace-words'
import type { Trace, TraceEnd, TraceWay } from '@/lib/model/trace'
import { Copy } from '../ui/Copy'

const addressOf = (vtep: string | null): string | null => vtep?.replace(/^vtep:/, '') ?? null

const End = ({ end, title }: { end: TraceEnd; title: string }) => (
  <div
    className={clsx(
      'min-w-0 rounded-md border bg-raised px-3 py-2 md:w-56',
      end.node === null ? 'border-line-strong border-dashed' : 'border-line',
    )}
  >
    <p className="text-ink-3 text-small">{title}</p>
    <p className="truncate font-medium" title={end.node ?? end.asked}>
      {end.node ?? end.asked}
      {end.port !== null && <span className="mono font-normal text-ink-2"> {end.port}</span>}
    </p>
    <div className="mono space-y-0.5 text-ink-2">
      {end.address !== null && (
        <p>
          <Copy text={end.address} what="address" />
        </p>
      )}
      {end.mac !== null && (
        <p>
          <Copy text={end.mac} what="MAC" />
        </p>
      )}
      {end.vtep !== null && (
        <p className="truncate text-ink-3">
          <span className="font-sans">VTEP</span> {addressOf(end.vtep)}
        </p>
      )}
      {end.node === null && <p className="font-sans">{isEverybody(end) ? 'everybody' : 'where it is isn’t known'}</p>}
    </div>
  </div>
)

const INK: Record<TraceWay['verdict'], string> = {
  unicast: 'text-accent',
  flood: 'text-accent',
  unreachable: 'text-bad',
  unknown: 'text-ink-3',
}

/** A way as a line: solid is unicast, dashed is flooded; it stops short where the frame does. */
const Wire = ({ way, back }: { way: TraceWay; back: boolean }) => {
  const { sent, verdict } = way
  const broken = verdict === 'unreachable'
  const Head = broken ? X : back ? ChevronLeft : ChevronRight
  const details = [
    sent.vni === null ? null : `VNI ${sent.vni}`,
    sent.port === null ? null : `UDP ${sent.port}`,
    sent.device === null ? null : `by ${sent.device}`,
  ].filter(each => each !== null)
  return (
    <div className="min-w-0 text-center">
      <p className={clsx('font-medium [overflow-wrap:anywhere]', broken && 'text-bad')}>{sentWords(way)}</p>
      <div aria-hidden="true" className={clsx('flex items-center', back && 'flex-row-reverse', INK[verdict])}>
        <span className={clsx('flex-1 border-current border-t-2', sent.by === 'flood' && 'border-dashed')} />
        <Head className={clsx('size-4 shrink-0', !broken && (back ? '-mr-2' : '-ml-2'))} strokeWidth={2.5} />
        {broken && <span className="flex-1" />}
      </div>
      <p className="mono text-ink-2 text-small">{details.join(' · ')}</p>
    </div>
  )
}

/** Both ends and what is on the wire between them, there and back. */
export const WireLine = ({ trace }: { trace: Trace }) => (
  <div className="grid items-center gap-x-5 gap-y-3 md:grid-cols-[auto_minmax(0,1fr)_auto]">
    <End end={trace.from} title="from" />
    <div className="min-w-0 space-y-3">
      <Wire back={false} way={trace} />
      {trace.back && <Wire back way={trace.back} />}
    </div>
    <End end={trace.to} title="to" />
  </div>
)
