'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { useMoment } from '@/lib/client/use-moment'
import { statusOf, statusThen } from '@/lib/client/words'
import { entryAt, type ListOf, partsOf } from './list-parts'

const ROW = 34

/** The graph's facts as lists: the same things, picked the same way. Only rows in sight are in the page. */
export const OverlayList = ({ graph, overlay, vni, folded }: ListOf) => {
  const statusAt = useMoment() === null ? statusOf : statusThen
  const parts = useMemo(
    () => partsOf({ graph, overlay, vni, folded }, statusAt),
    [graph, overlay, vni, folded, statusAt],
  )
  const scroller = useRef<HTMLDivElement>(null)
  const count = parts.reduce((sum, part) => sum + part.count + 1, 0)
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    getItemKey: index => entryAt(parts, index)?.key ?? index,
  })
  return (
    <div className="h-full overflow-y-auto pt-14" ref={scroller}>
      <ul aria-label="All there is" className="relative border-line border-t" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => (
          <li
            aria-posinset={index + 1}
            aria-setsize={count}
            className="absolute inset-x-0 top-0"
            data-index={index}
            key={key}
            ref={rows.measureElement}
            style={{ transform: `translateY(${start}px)` }}
          >
            {entryAt(parts, index)?.content}
          </li>
        ))}
      </ul>
    </div>
  )
}
