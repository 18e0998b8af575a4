import clsx from 'clsx'
import { memo } from 'react'
import type { FdbRow } from '@/lib/model/overlay'
import { COLUMNS, GRID } from './columns'
import { FdbCard } from './FdbCard'
import { Flash } from './RowNote'

interface Props {
  row: FdbRow
  /** Its number among all that match, from 1. */
  place: number
  /** px from the top of the first row. */
  top: number
  height: number
  phone: boolean
  gone: boolean
  /** Since when it is there, where that has just been. */
  newAt: number | null
}

const Facts = memo(({ row, phone }: { row: FdbRow; phone: boolean }) =>
  phone ? <FdbCard row={row} /> : COLUMNS.map(({ name, cell: Cell }) => <Cell key={name} row={row} />),
)
Facts.displayName = 'Facts'

export const TableRow = ({ row, place, top, height, phone, gone, newAt }: Props) => (
  <tr
    aria-rowindex={place + 1}
    className={clsx(
      'absolute inset-x-0 top-0 grid gap-x-3 border-line border-b px-4 contain-layout contain-size contain-style hover:bg-raised',
      row.state !== 'live' && 'hatched text-ink-3',
      gone && 'gone-row text-ink-3',
    )}
    data-row={row.id}
    style={{ ...(phone ? {} : GRID), height, transform: `translateY(${top}px)` }}
  >
    <Facts phone={phone} row={row} />
    {newAt !== null && (
      <td aria-hidden className="contents">
        <Flash at={newAt} />
      </td>
    )}
  </tr>
)
