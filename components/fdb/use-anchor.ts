import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { FdbRow } from '@/lib/model/overlay'

/** The id of the row that the pointer is over, as its `data-row` says; `null` while it is over none. */
const useRowUnderPointer = (scroller: RefObject<HTMLElement | null>): RefObject<string | null> => {
  const under = useRef<string | null>(null)
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const enter = (event: PointerEvent): void => {
      const row = event.target instanceof Element ? event.target.closest('[data-row]') : null
      under.current = row?.getAttribute('data-row') ?? null
    }
    const leave = (): void => {
      under.current = null
    }
    element.addEventListener('pointerover', enter)
    element.addEventListener('pointermove', enter)
    element.addEventListener('pointerleave', leave)
    return () => {
      element.removeEventListener('pointerover', enter)
      element.removeEventListener('pointermove', enter)
      element.removeEventListener('pointerleave', leave)
    }
  }, [scroller])
  return under
}

/**
 * Keeps the row under the pointer where it is when rows come or go above it, else the one at the top of what is in sight;
 * at the very top, without a pointer, all may move.
 */
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
  const under = useRowUnderPointer(scroller)
  useLayoutEffect(() => {
    const element = scroller.current
    const known = before.current
    before.current = rows
    if (element === null || known === rows) return
    const pointed = under.current === null ? -1 : known.findIndex(row => row.id === under.current)
    if (pointed < 0 && scrollTop.current === 0) return
    const top = Math.floor(scrollTop.current / height)
    const first = Math.max(top, pointed)
    const places = new Map(rows.map((row, index) => [row.id, index]))
    for (let index = first; index < Math.min(top + 60, known.length); index++) {
      const row = known[index]
      const place = row === undefined ? undefined : places.get(row.id)
      if (place === undefined) continue
      if (place === index) return
      element.scrollTop += (place - index) * height
      scrollTop.current = element.scrollTop
      return
    }
  }, [scroller, rows, height, under])
}
