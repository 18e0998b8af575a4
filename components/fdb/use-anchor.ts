import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { FdbRow } from '@/lib/model/overlay'

/** Keeps the row at the top of what is in sight where it is when rows come or go above it. At the very top all may move. */
export const useAnchor = (scroller: RefObject<HTMLElement | null>, rows: readonly FdbRow[], height: number): void => {
  const before = useRef<readonly FdbRow[]>(rows)
  const scrollTop = useRef(0)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    // Asked for after rows have changed, it would cost a layout of its own before they are drawn.
    const note = (): void => {
      scrollTop.current = element.scrollTop
    }
    note()
    element.addEventListener('scroll', note, { passive: true })
    return () => element.removeEventListener('scroll', note)
  }, [scroller])
  useLayoutEffect(() => {
    const element = scroller.current
    const known = before.current
    before.current = rows
    if (element === null || known === rows || scrollTop.current === 0) return
    const top = Math.floor(scrollTop.current / height)
    const places = new Map(rows.map((row, index) => [row.id, index]))
    for (let index = top; index < Math.min(top + 60, known.length); index++) {
      const row = known[index]
      const place = row === undefined ? undefined : places.get(row.id)
      if (place === undefined) continue
      if (place === index) return
      element.scrollTop += (place - index) * height
      scrollTop.current = element.scrollTop
      return
    }
  }, [scroller, rows, height])
}
