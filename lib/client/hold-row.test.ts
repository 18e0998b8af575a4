import { describe, expect, it } from 'vitest'
import { holdPlace, type Place, stillThere } from './hold-row'

const MEASURES = { head: 32, rows: 100, rowHeight: 32, sight: 320 }
const AT = (scrollTop: number): Place => ({ scrollTop, start: 0, end: 0 })
/** How far below the upper edge of what is in sight the first row stands. */
const firstRowAt = ({ scrollTop, start }: Place): number => MEASURES.head + start - scrollTop

describe('holdPlace', () => {
  it.each([
    ['rows come above', 640, 64],
    ['rows come above at the very top', 0, 32],
    ['rows go above', 640, -64],
    ['more rows go above than can be scrolled', 32, -96],
  ])('keeps a row where it is: %s', (_, scrollTop, moved) => {
    const place = holdPlace(AT(scrollTop), moved, MEASURES)
    expect(firstRowAt(place) + moved).toBe(firstRowAt(AT(scrollTop)))
    expect(place.scrollTop).toBeGreaterThanOrEqual(0)
  })

  it('makes room behind a list that is too short to be scrolled', () => {
    const place = holdPlace(AT(0), 32, { ...MEASURES, rows: 3 })
    expect(place).toEqual({ scrollTop: 32, start: 0, end: 32 })
  })

  it('uses up blank space before it scrolls', () => {
    const held = holdPlace(AT(0), -64, MEASURES)
    expect(holdPlace(held, 64, MEASURES)).toEqual(AT(0))
  })
})

describe('stillThere', () => {
  const known = ['a', 'b', 'c'].map(id => ({ id }))
  const places = new Map([
    ['a', 0],
    ['c', 7],
  ])

  it('takes the next row where the one itself is gone', () => {
    expect(stillThere(known, 1, id => places.get(id))).toEqual({ was: 2, is: 7 })
  })

  it('finds nothing where all are gone', () => {
    expect(stillThere(known, 0, () => undefined)).toBeNull()
  })
})
