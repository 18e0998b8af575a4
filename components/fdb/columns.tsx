import clsx from 'clsx'
import { Route } from 'lucide-react'
import type { ReactNode } from 'react'
import type { SortField } from '@/lib/client/fdb-query'
import { macSelection } from '@/lib/client/graph-macs'
import { vniColour } from '@/lib/client/palette'
import { formatExact } from '@/lib/client/time'
import { traceHref } from '@/lib/client/trace-words'
import { useMacOrigin } from '@/lib/client/use-mac-origin'
import { KIND_MEANS } from '@/lib/client/words'
import type { FdbRow } from '@/lib/model/overlay'
import { FindingMark } from '../shared/FindingMark'
import { ReadAt } from '../shared/ReadAt'
import { Copy } from '../ui/Copy'
import { PageLink, WayLink } from '../ui/PageLink'
import { RowAge, RowLife } from './RowAge'
import { Flash, GoneReason } from './RowNote'
import { useRowNotes } from './row-context'

export interface Column {
  name: string
  field: SortField | null
  /** As in `grid-template-columns`. */
  width: string
  right?: boolean
  title?: string
  cell: (row: FdbRow) => ReactNode
}

const isZero = (mac: string): boolean => mac === '00:00:00:00:00:00'

const none = <span className="text-ink-3">–</span>

export const VniCell = ({ vni }: { vni: number | null }) =>
  vni === null ? (
    none
  ) : (
    <span className="mono inline-flex items-center gap-1.5">
      <span aria-hidden className="size-2 rounded-[2px]" style={{ background: vniColour(vni) }} />
      {vni}
    </span>
  )

/** A row's VNI as the way to the row's MAC on the graph. */
const GraphWay = ({ row: { vni, mac } }: { row: FdbRow }) => {
  if (vni === null) return none
  const selected = isZero(mac) ? '' : `&sel=${macSelection(vni, mac)}`
  return (
    <WayLink
      aria-label={`VNI ${vni}${isZero(mac) ? '' : `, ${mac}`} on the graph`}
      className="rounded-[3px] hover:underline hover:underline-offset-4"
      href={`/?vni=${vni}${selected}`}
      prefetch={false}
      title="On the graph"
    >
      <VniCell vni={vni} />
    </WayLink>
  )
}

/** What its node would do with a frame for a row's MAC. */
export const TraceWay = ({ row: { node, vni, mac } }: { row: FdbRow }) =>
  vni === null || isZero(mac) ? null : (
    <WayLink
      aria-label={`Trace from ${node} to ${mac}`}
      className="rounded-[3px] text-ink-3 hover:text-accent"
      href={traceHref({ from: node, vni, to: mac })}
      prefetch={false}
      title="Trace to here"
    >
      <Route aria-hidden className="size-3.5" />
    </WayLink>
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
    <span className="flex min-w-0 items-center gap-4">
      <Copy text={row.dst} what="address" />
      {name !== null && <span className="truncate text-ink-2">{name}</span>}
      {name === null && row.kind !== 'flood' && <span className="text-warn text-small">ghost</span>}
    </span>
  )
}

export const Kind = ({ row }: { row: FdbRow }) => (
  <span className={row.state === 'live' ? 'truncate' : 'truncate text-ink-3'} title={KIND_MEANS[row.kind]}>
    {row.kind}
    {row.state !== 'live' && <span className="text-warn"> · {row.state}</span>}
    {row.moves > 0 && <span className="text-warn"> · moved ×{row.moves}</span>}
  </span>
)

/** A MAC, and whose it is: a vendor by name, what is made up by its means alone. */
export const MacCell = ({ row }: { row: FdbRow }) => {
  const { short, means } = useMacOrigin(row.mac)
  return (
    <span
      className={clsx('flex min-w-0 items-center gap-4', isZero(row.mac) && 'text-ink-3')}
      title={means === '' ? undefined : means}
    >
      <Copy className="shrink-0" text={row.mac} what="MAC" />
      {row.vni !== null && <FindingMark className="-my-1 -ml-2" subject={`mac:${row.vni}/${row.mac}`} />}
      {short !== null && <span className="truncate text-ink-3 text-small">{short}</span>}
    </span>
  )
}

/** What has become of a row's life: how much is left, or why it is over. */
export const LifeCell = ({ row }: { row: FdbRow }) => {
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

/** The table's columns, in order. */
export const COLUMNS: readonly Column[] = [
  { name: 'MAC', field: 'mac', width: 'minmax(174px, 1.4fr)', cell: row => <MacCell row={row} /> },
  { name: 'VNI', field: 'vni', width: '60px', cell: row => <GraphWay row={row} /> },
  {
    name: 'VLAN',
    field: 'vlan',
    width: '40px',
    right: true,
    cell: row => (row.vlan === null ? none : <span className="mono">{row.vlan}</span>),
  },
  {
    name: 'Device',
    field: 'ifname',
    width: 'minmax(72px, 0.7fr)',
    cell: row => <span className="mono truncate">{row.ifname}</span>,
  },
  { name: 'Remote VTEP', field: 'dst', width: 'minmax(164px, 1.4fr)', cell: row => <Remote row={row} /> },
  { name: 'Kind', field: 'kind', width: 'minmax(108px, 0.9fr)', cell: row => <Kind row={row} /> },
  {
    name: 'Ages out',
    field: null,
    width: 'minmax(112px, 0.6fr)',
    right: true,
    title: 'How long until the kernel drops a learned entry, unless it is refreshed; by which clock, on hover of a row',
    cell: row => <LifeCell row={row} />,
  },
  {
    name: 'Used / updated s',
    field: 'updated',
    width: '112px',
    right: true,
    title: 'Seconds since the entry was last looked up to send / last refreshed by a frame that came in',
    cell: row => <RowAge row={row} />,
  },
  {
    name: 'Ageing s',
    field: 'ageing',
    width: '56px',
    right: true,
    title: 'Seconds without refresh after which the kernel drops it',
    cell: row => (row.ageing === null ? none : <span className="mono">{row.ageing}</span>),
  },
  {
    name: 'Node',
    field: 'node',
    width: 'minmax(80px, 0.8fr)',
    cell: row => <PageLink href={`/nodes/${encodeURIComponent(row.node)}`}>{row.node}</PageLink>,
  },
  {
    name: 'First seen',
    field: 'firstSeenAt',
    width: '86px',
    right: true,
    cell: row => (
      <span className="text-ink-2" title={formatExact(Date.parse(row.firstSeenAt))}>
        <ReadAt at={row.firstSeenAt} word="" />
      </span>
    ),
  },
  { name: 'Trace', field: null, width: '38px', right: true, cell: row => <TraceWay row={row} /> },
]
