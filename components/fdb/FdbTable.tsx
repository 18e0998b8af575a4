'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import clsx from 'clsx'
import { ChevronUp } from 'lucide-react'
import { useDeferredValue, useEffect, useMemo, useRef } from 'react'
import type { Sort, SortField } from '@/lib/client/fdb-query'
import type { FdbList } from '@/lib/client/follow-fdb'
import { plural } from '@/lib/client/time'
import { RowNotes } from './row-context'
import { TableHead } from './TableHead'
import { TableRow } from './TableRow'
import { useAnchor } from './use-anchor'
import { useSlots } from './use-slots'

const ROW = 32
const CARD = 68
const HEAD = 32
/** Rows that are drawn beyond what is in sight: for whoever scrolls, which nobody does before an answer is there. */
const SPARE = 12
const SPARE_AT_FIRST = 1

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
  const settled = useDeferredValue(answers) === answers
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: settled ? SPARE : SPARE_AT_FIRST,
    getItemKey: index => rows[index]?.id ?? index,
    paddingStart: pads.start,
    paddingEnd: pads.end,
  })
  const shown = list.getVirtualItems().flatMap(item => {
    const row = rows[item.index]
    return row === undefined ? [] : [{ item, row }]
  })
  const slots = useSlots(
    shown.map(({ row }) => row.id),
    answers,
  )
  const last = shown.at(-1)?.item.index ?? 0
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
            <TableHead hidden={phone} onSort={onSort} sort={sort} />
            <tbody className="relative block" style={{ height: list.getTotalSize() }}>
              {shown.map(({ item, row }) => {
                const mark = marks.get(row.id)
                return (
                  <TableRow
                    gone={leaving.has(row.id)}
                    height={item.size}
                    key={slots.get(row.id)}
                    newAt={mark?.mark === 'new' ? mark.at : null}
                    phone={phone}
                    place={item.index + 1}
                    row={row}
                    top={item.start}
                  />
                )
              })}
            </tbody>
          </table>
        </RowNotes>
      </section>
    </div>
  )
}
