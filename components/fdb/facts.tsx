import clsx from 'clsx'
import { macSelection } from '@/lib/client/graph-macs'
import { vniColour } from '@/lib/client/palette'
import { traceHref } from '@/lib/client/trace-words'
import { useMacOrigin } from '@/lib/client/use-mac-origin'
import { KIND_MEANS } from '@/lib/client/words'
import type { FdbRow } from '@/lib/model/overlay'
import { FindingMark } from '../shared/FindingMark'
import { Copy } from '../ui/Copy'
import { RowLink } from '../ui/PageLink'
import { RowLife } from './RowAge'
import { Flash, GoneReason } from './RowNote'
import { useRowNotes } from './row-context'

const isZero = (mac: string): boolean => mac === '00:00:00:00:00:00'

export const NONE = <span className="text-ink-3">–</span>

export const VniWord = ({ vni }: { vni: number }) => (
  <span className="mono inline-flex items-center gap-1.5">
    <span aria-hidden className="size-2 rounded-[2px]" style={{ background: vniColour(vni) }} />
    {vni}
  </span>
)

/** A row's VNI as the way to the row's MAC on the graph. */
export const GraphWay = ({ row: { vni, mac } }: { row: FdbRow }) => {
  if (vni === null) return NONE
  const selected = isZero(mac) ? '' : `&sel=${macSelection(vni, mac)}`
  return (
    <RowLink
      aria-label={`VNI ${vni}${isZero(mac) ? '' : `, ${mac}`} on the graph`}
      className="rounded-[3px] hover:underline hover:underline-offset-4"
      href={`/?vni=${vni}${selected}`}
      title="On the graph"
    >
      <VniWord vni={vni} />
    </RowLink>
  )
}

/** What its node would do with a frame for a row's MAC. */
export const TraceWay = ({ row: { node, vni, mac } }: { row: FdbRow }) =>
  vni === null || isZero(mac) ? null : (
    <RowLink
      aria-label={`Trace from ${node} to ${mac}`}
      className="trace-sign size-6 shrink-0 rounded-[3px] text-ink-3 hover:text-accent"
      href={traceHref({ from: node, vni, to: mac })}
      title="Trace to here"
    />
  )

/** Where a row sends to: an address and whose it is, or what stands in its place. */
export const Remote = ({ row }: { row: FdbRow }) => {
  if (row.dst === null) {
    const text =
      row.nhid !== null ? `next-hop group ${row.nhid}` : row.master !== null ? `port of ${row.master}` : 'local'
    return <span className="truncate text-ink-3">{text}</span>
  }
  const name = row.dstNodes.length > 0 ? row.dstNodes.join(', ') : null
  return (
    <>
      <Copy text={row.dst} what="address" />
      {name !== null && <span className="shrink-[9999] truncate text-ink-2">{name}</span>}
      {name === null && row.kind !== 'flood' && <span className="text-small text-warn">ghost</span>}
    </>
  )
}

export const Kind = ({ row }: { row: FdbRow }) => (
  <span className={row.state === 'live' ? undefined : 'text-ink-3'} title={KIND_MEANS[row.kind]}>
    {row.kind}
    {row.state !== 'live' && <span className="text-warn"> · {row.state}</span>}
    {row.moves > 0 && <span className="text-warn"> · moved ×{row.moves}</span>}
  </span>
)

/** A MAC, and whose it is: a vendor by name, what is made up by its means alone. */
export const Mac = ({ row }: { row: FdbRow }) => {
  const { short, means } = useMacOrigin(row.mac)
  const title = means === '' ? undefined : means
  return (
    <>
      <Copy className={clsx('shrink-0', isZero(row.mac) && 'text-ink-3')} hint={title} text={row.mac} what="MAC" />
      {row.vni !== null && <FindingMark className="-my-1 -ml-2" subject={`mac:${row.vni}/${row.mac}`} />}
      {short !== null && (
        <span className="truncate text-ink-3 text-small" title={title}>
          {short}
        </span>
      )}
    </>
  )
}

/** What has become of a row's life: how much is left, or why it is over. */
export const Life = ({ row }: { row: FdbRow }) => {
  const { marks, leaving } = useRowNotes()
  if (leaving.has(row.id)) return <GoneReason row={row} />
  const mark = marks.get(row.id)
  return (
    <span className="relative -mr-1.5 rounded-[4px] px-1.5">
      {mark?.mark === 'refreshed' && <Flash at={mark.at} />}
      <RowLife row={row} />
    </span>
  )
}
