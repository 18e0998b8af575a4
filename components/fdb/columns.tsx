import clsx from 'clsx'
import type { ComponentType, ReactNode } from 'react'
import type { SortField } from '@/lib/client/fdb-query'
import type { FdbRow } from '@/lib/model/overlay'
import { ReadAt } from '../shared/ReadAt'
import { RowLink } from '../ui/PageLink'
import { GraphWay, Kind, Life, Mac, NONE, Remote, TraceWay } from './facts'
import { RowAge } from './RowAge'

export interface Column {
  name: string
  field: SortField | null
  /** As in `grid-template-columns`. */
  width: string
  right?: boolean
  title?: string
  /** A `td`, with as few elements in it as will do: there are some 400 cells on a screen. */
  cell: ComponentType<{ row: FdbRow }>
}

/** As high as a row. */
const TEXT = 'truncate leading-8'

const Text = ({ children, right = false, mono = false }: { children: ReactNode; right?: boolean; mono?: boolean }) => (
  <td className={clsx(TEXT, right && 'text-right', mono && 'mono')}>{children}</td>
)

const number = (value: number | null): ReactNode => value ?? NONE

/** The table's columns, in order. */
export const COLUMNS: readonly Column[] = [
  {
    name: 'MAC',
    field: 'mac',
    width: 'minmax(182px, 1.4fr)',
    cell: ({ row }) => (
      <td className="flex min-w-0 items-center gap-4">
        <Mac row={row} />
      </td>
    ),
  },
  {
    name: 'VNI',
    field: 'vni',
    width: '60px',
    cell: ({ row }) => (
      <Text>
        <GraphWay row={row} />
      </Text>
    ),
  },
  {
    name: 'VLAN',
    field: 'vlan',
    width: '38px',
    right: true,
    cell: ({ row }) => (
      <Text mono right>
        {number(row.vlan)}
      </Text>
    ),
  },
  { name: 'Device', field: 'ifname', width: 'minmax(68px, 0.7fr)', cell: ({ row }) => <Text mono>{row.ifname}</Text> },
  {
    name: 'Remote VTEP',
    field: 'dst',
    width: 'minmax(148px, 1.4fr)',
    cell: ({ row }) => (
      <td className="flex min-w-0 items-center gap-3.5">
        <Remote row={row} />
      </td>
    ),
  },
  {
    name: 'Kind',
    field: 'kind',
    width: 'minmax(96px, 0.9fr)',
    cell: ({ row }) => (
      <Text>
        <Kind row={row} />
      </Text>
    ),
  },
  {
    name: 'Ages out',
    field: null,
    width: 'minmax(96px, 0.6fr)',
    right: true,
    title: 'How long until the kernel drops a learned entry, unless it is refreshed; by which clock, on hover of a row',
    cell: ({ row }) => (
      <td className="flex items-center justify-end" data-life>
        <Life row={row} />
      </td>
    ),
  },
  {
    name: 'Used / updated s',
    field: 'updated',
    width: '104px',
    right: true,
    title: 'Seconds since the entry was last looked up to send / last refreshed by a frame that came in',
    cell: ({ row }) => (
      <Text right>
        <RowAge row={row} />
      </Text>
    ),
  },
  {
    name: 'Ageing s',
    field: 'ageing',
    width: '54px',
    right: true,
    title: 'Seconds without refresh after which the kernel drops it',
    cell: ({ row }) => (
      <Text mono right>
        {number(row.ageing)}
      </Text>
    ),
  },
  {
    name: 'Node',
    field: 'node',
    width: 'minmax(96px, 0.8fr)',
    cell: ({ row }) => (
      <td className="flex min-w-0 items-center justify-between gap-0.5">
        <RowLink
          className="truncate text-accent underline-offset-4 hover:underline"
          href={`/nodes/${encodeURIComponent(row.node)}`}
        >
          {row.node}
        </RowLink>
        <TraceWay row={row} />
      </td>
    ),
  },
  {
    name: 'First seen',
    field: 'firstSeenAt',
    // As wide as "23 h 59 m before".
    width: '114px',
    right: true,
    cell: ({ row }) => (
      <td className={clsx(TEXT, 'text-right text-ink-2')}>
        <ReadAt at={row.firstSeenAt} word="" />
      </td>
    ),
  },
]

export const GRID = { gridTemplateColumns: COLUMNS.map(column => column.width).join(' ') }
