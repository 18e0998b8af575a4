import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { holdPlace, type Pads, stillThere } from '@/lib/client/hold-row'
import type { FdbRow } from '@/lib/model/overlay'

const NO_PADS: Pads = { start: 0, end: 0 }

interface Table {
  rows: readonly FdbRow[]
  /** What the rows answer: another question begins at the top, and holds nothing. */
  answers: string
  rowHeight: number
  /** Height of what stands above the rows. */
  head: number
}

export interface Anchor {
  pads: Pads
  /** Rows that have come above what is in sight since it was last scrolled to the top. */
  above: number
  toTop: () => void
}

/** What is asked for after rows have changed would cost a layout of its own, so it is kept as it changes. */
const useReader = (scroller: RefObject<HTMLElement | null>, onTop: () => void, onAway: () => void) => {
  const scrollTop = useRef(0)
  /** px below the upper edge of the table; `null` where no mouse is over it. */
  const pointer = useRef<number | null>(null)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const note = (): void => {
      scrollTop.current = element.scrollTop
      if (element.scrollTop === 0) onTop()
    }
    const move = (event: PointerEvent): void => {
      if (event.pointerType === 'mouse') pointer.current = event.clientY - element.getBoundingClientRect().top
    }
    const leave = (): void => {
      pointer.current = null
      onAway()
    }
    element.addEventListener('scroll', note, { passive: true })
    element.addEventListener('pointermove', move, { passive: true })
    element.addEventListener('pointerleave', leave)
    return () => {
      element.removeEventListener('scroll', note)
      element.removeEventListener('pointermove', move)
      element.removeEventListener('pointerleave', leave)
    }
  }, [scroller, onTop, onAway])
  return { scrollTop, pointer }
}

/**
 * Keeps the row under the mouse, else the one at the top of what is in sight, where it is when rows come or go above it. At the
 * very top, with no mouse there, all may move.
 */
export const useAnchor = (
  scroller: RefObject<HTMLElement | null>,
  { rows, answers, rowHeight, head }: Table,
): Anchor => {
  const before = useRef(rows)
  const answered = useRef(answers)
  const wanted = useRef<number | null>(null)
  const [pads, setPads] = useState(NO_PADS)
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const onTop = useCallback(() => setFresh(known => (known.size === 0 ? known : new Set())), [])
  const onAway = useCallback(() => setPads(NO_PADS), [])
  const { scrollTop, pointer } = useReader(scroller, onTop, onAway)
  useLayoutEffect(() => {
    const element = scroller.current
    const known = before.current
    before.current = rows
    if (answered.current !== answers) {
      answered.current = answers
      setPads(NO_PADS)
      setFresh(known => (known.size === 0 ? known : new Set()))
      if (scrollTop.current !== 0) element?.scrollTo({ top: 0 })
      scrollTop.current = 0
      return
    }
    const over = pointer.current !== null && pointer.current > head
    if (element === null || known === rows || (scrollTop.current === 0 && !over)) return
    const eye = over ? (pointer.current ?? 0) - head : 0
    const index = Math.floor((scrollTop.current - pads.start + eye) / rowHeight)
    const places = new Map(rows.map((row, place) => [row.id, place]))
    const held = stillThere(known, index, id => places.get(id))
    if (held === null || held.is === held.was) return
    const measures = { head, rows: rows.length, rowHeight, sight: element.clientHeight }
    const next = holdPlace({ ...pads, scrollTop: scrollTop.current }, (held.is - held.was) * rowHeight, measures)
    const old = new Set(known.map(row => row.id))
    const top = Math.floor((next.scrollTop - next.start) / rowHeight)
    const come = rows.slice(0, Math.max(0, top)).filter(row => !old.has(row.id))
    if (come.length > 0) setFresh(have => new Set([...have, ...come.map(row => row.id)]))
    wanted.current = next.scrollTop
    if (next.start === pads.start && next.end === pads.end) element.scrollTop = next.scrollTop
    else setPads({ start: next.start, end: next.end })
    scrollTop.current = next.scrollTop
  }, [scroller, rows, answers, rowHeight, head, pads, pointer, scrollTop])
  // What is scrolled to may be there only with the new blank space.
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || wanted.current === null) return
    if (element.scrollTop !== wanted.current && pads !== NO_PADS) element.scrollTop = wanted.current
    wanted.current = null
  }, [scroller, pads])
  const toTop = useCallback(() => {
    setPads(NO_PADS)
    scroller.current?.scrollTo({ top: 0 })
  }, [scroller])
  return { pads, above: fresh.size, toTop }
}
