import { describe, expect, it } from 'vitest'
import { NO_SLOTS, takeSlots } from './row-slots'

const slotsOf = (slots: ReadonlyMap<string, number>) => [...slots.values()]

describe('the places of rows', () => {
  const abc = takeSlots(NO_SLOTS, ['a', 'b', 'c'], false)

  it('are kept by a row wherever it comes to stand', () => {
    expect(takeSlots(abc, ['c', 'a', 'b'], true)).toEqual(
      new Map([
        ['c', 2],
        ['a', 0],
        ['b', 1],
      ]),
    )
  })

  it('are taken over, in their order, by the rows of another question', () => {
    expect(slotsOf(takeSlots(abc, ['x', 'y'], true))).toEqual([0, 1])
    expect(slotsOf(takeSlots(abc, ['x', 'b', 'y', 'z'], true))).toEqual([0, 1, 2, 3])
  })

  it('are new for rows that are scrolled to: no row becomes another under the hand', () => {
    expect(slotsOf(takeSlots(abc, ['b', 'c', 'd'], false))).toEqual([1, 2, 3])
  })

  it('are no two of one number', () => {
    const later = takeSlots(takeSlots(abc, ['c', 'd'], false), ['p', 'q', 'r', 'd'], true)
    expect(new Set(slotsOf(later)).size).toBe(4)
  })
})
