'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import clsx from 'clsx'
import { ArrowDown, ArrowUp, ChevronUp } from 'lucide-react'
import { memo, useEffect, useMemo, useRef } from 'react'
import type { Sort, SortField } from '@/lib/client/fdb-query'
import type { FdbList } from '@/lib/client/follow-fdb'
import { plural } from '@/lib/client/time'
import type { FdbRow } from '@/lib/model/overlay'
import { COLUMNS, type Column } from './columns'
import { FdbCard } from './FdbCard'
import { Flash } from './RowNote'
import { RowNotes } from './row-context'
import { useAnchor } from './use-anchor'

const ROW = 32
const CARD = 68
const HEAD = 32
const GRID = { gridTemplateColumns: COLUMNS.map(column => column.width).join(' ') }

const HeaderCell = ({
  column,
  sort,
  onSort,
}: {
  column: Column
  sort: Sort | null
  onSort: (field: SortField) => void
}) => {
  const { field } = column
  const sorted = sort !== null && sort.field === field
  const Icon = sort?.descending ? ArrowDown : ArrowUp
  return (
    <th
      aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      className={clsx('flex min-w-0 items-center font-normal', column.right && 'justify-end')}
      scope="col"
      title={column.title}
    >
      {field === null ? (
        column.name
      ) : (
        <button
          className={clsx('flex items-center gap-1 truncate rounded-[3px] hover:text-ink', sorted && 'text-ink')}
          onClick={() => onSort(field)}
          type="button"
        >
          {column.name}
          {sorted && <Icon aria-hidden className="size-3" />}
        </button>
      )}
    </th>
  )
}

const Row = memo(({ row }: { row: FdbRow }) => (
  <>
    {COLUMNS.map(column => (
      <td className={clsx('flex min-w-0 items-center', column.right && 'justify-end')} key={column.name}>
        {column.cell(row)}
      </td>
    ))}
  </>
))
Row.displayName = 'Row'

interface Props {
  list: FdbList
  sort: Sort | null
  onSort: (field: SortField) => void
  /** Asked for when the end of what is loaded comes near. */
  onEnd: () => void
  phone: boolean
  /** The question that the rows answer. */
  answers: string
}

const AHEAD = 30

/** Rows on demand, of any number: only those in sight are in the page. */
export const FdbTable = ({ list: { rows, total, marks, leaving }, sort, onSort, onEnd, phone, answers }: Props) => {
  const notes = useMemo(() => ({ marks, leaving }), [marks, leaving])
  const scroller = useRef<HTMLDivElement>(null)
  const height = phone ? CARD : ROW
  const { pads, above, toTop } = useAnchor(scroller, { rows, answers, rowHeight: height, head: phone ? 0 : HEAD })
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    getItemKey: index => rows[index]?.id ?? index,
    paddingStart: pads.start,
    paddingEnd: pads.end,
  })
  const shown = list.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (rows.length - leaving.size < total && last >= rows.length - AHEAD) onEnd()
  }, [last, rows.length, leaving.size, total, onEnd])
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {above > 0 && (
        <button
          className="absolute top-10 left-1/2 z-20 flex h-7 -translate-x-1/2 items-center gap-1.5 rounded-full border border-line-strong bg-raised px-3 text-small shadow-card hover:border-accent"
          onClick={toTop}
          type="button"
        >
          <ChevronUp aria-hidden className="size-3.5" />
          {plural(above, 'new entry', 'new entries')} above
        </button>
      )}
      <section
        aria-label="Entries"
        className="-outline-offset-2 min-h-0 flex-1 overflow-auto"
        data-landing="fdb"
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must get to it
        tabIndex={0}
      >
        <RowNotes value={notes}>
          <table
            aria-label="Forwarding database"
            aria-rowcount={total + 1}
            className={clsx('block', !phone && 'min-w-[1180px]')}
          >
            <thead className={phone ? 'sr-only' : 'sticky top-0 z-10 block'}>
              <tr className="grid h-8 gap-x-3 border-line border-b bg-surface px-4 text-ink-2 text-small" style={GRID}>
                {COLUMNS.map(column => (
                  <HeaderCell column={column} key={column.name} onSort={onSort} sort={sort} />
                ))}
              </tr>
            </thead>
            <tbody className="relative block" style={{ height: list.getTotalSize() }}>
              {shown.map(item => {
                const row = rows[item.index]
                if (row === undefined) return null
                const gone = leaving.has(row.id)
                const mark = marks.get(row.id)
                return (
                  <tr
                    aria-rowindex={item.index + 2}
                    data-row={row.id}
                    className={clsx(
                      'absolute inset-x-0 top-0 grid gap-x-3 border-line border-b px-4 hover:bg-raised',
                      row.state !== 'live' && 'hatched text-ink-3',
                      gone && 'gone-row text-ink-3',
                    )}
                    key={item.key}
                    style={{ ...(phone ? {} : GRID), height: item.size, transform: `translateY(${item.start}px)` }}
                  >
                    {phone ? <FdbCard row={row} /> : <Row row={row} />}
                    {mark?.mark === 'new' && (
                      <td aria-hidden className="contents">
                        <Flash at={mark.at} />
                      </td>
                    )}
                  </tr>
                )
              })}
            </tbody>
          </table>
        </RowNotes>
      </section>
    </div>
  )
}
