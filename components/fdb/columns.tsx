import type { ReactNode } from 'react'
import type { SortField } from '@/lib/client/fdb-query'
import { vniColour } from '@/lib/client/palette'
import { formatExact } from '@/lib/client/time'
import { KIND_MEANS } from '@/lib/client/words'
import type { FdbRow } from '@/lib/model/overlay'
import { ReadAt } from '../shared/ReadAt'
import { Copy } from '../ui/Copy'
import { PageLink } from '../ui/PageLink'
import { RowAge } from './RowAge'

export interface Column {
  name: string
  field: SortField | null
  /** As in `grid-template-columns`. */
  width: string
  right?: boolean
  title?: string
  cell: (row: FdbRow) => ReactNode
}

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

const isZero = (mac: string): boolean => mac === '00:00:00:00:00:00'

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
  <span className={row.state === 'live' ? '' : 'text-ink-3'} title={KIND_MEANS[row.kind]}>
    {row.kind}
    {row.state !== 'live' && <span className="text-warn"> · {row.state}</span>}
    {row.moves > 0 && <span className="text-warn"> · moved ×{row.moves}</span>}
  </span>
)

export const MacCell = ({ row }: { row: FdbRow }) => (
  <span
    className={isZero(row.mac) ? 'text-ink-3' : undefined}
    title={isZero(row.mac) ? 'All-zero MAC: where every frame without an entry of its own goes' : undefined}
  >
    <Copy text={row.mac} what="MAC" />
  </span>
)

/** The table's columns, in order. */
export const COLUMNS: readonly Column[] = [
  { name: 'MAC', field: 'mac', width: 'minmax(150px, 1fr)', cell: row => <MacCell row={row} /> },
  { name: 'VNI', field: 'vni', width: '84px', cell: row => <VniCell vni={row.vni} /> },
  {
    name: 'VLAN',
    field: 'vlan',
    width: '44px',
    right: true,
    cell: row => (row.vlan === null ? none : <span className="mono">{row.vlan}</span>),
  },
  {
    name: 'Device',
    field: 'ifname',
    width: 'minmax(72px, 0.7fr)',
    cell: row => <span className="mono truncate">{row.ifname}</span>,
  },
  { name: 'Remote VTEP', field: 'dst', width: 'minmax(200px, 1.6fr)', cell: row => <Remote row={row} /> },
  { name: 'Kind', field: 'kind', width: 'minmax(84px, 0.8fr)', cell: row => <Kind row={row} /> },
  {
    name: 'Used / updated s',
    field: 'updated',
    width: '128px',
    right: true,
    title: 'Seconds since the entry was last looked up to send / last refreshed by a frame that came in',
    cell: row => <RowAge row={row} />,
  },
  {
    name: 'Ageing s',
    field: 'ageing',
    width: '64px',
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
    width: '100px',
    right: true,
    cell: row => (
      <span className="text-ink-2" title={formatExact(Date.parse(row.firstSeenAt))}>
        <ReadAt at={row.firstSeenAt} word="" />
      </span>
    ),
  },
]
