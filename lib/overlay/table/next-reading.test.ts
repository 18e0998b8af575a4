import { describe, expect, it } from 'vitest'
import { budgetFor, nextReadingAt } from './next-reading'

const budget = { least: 1_000, most: 60_000 }
const endAt = (at: number) => ({ at, earliest: at - 500, latest: at + 500 })
const next = (ends: number[], lastReadAt: number, now = lastReadAt) =>
  nextReadingAt(ends.map(endAt), lastReadAt, now, budget)

describe('the next reading', () => {
  it('comes on the slow clock where nothing ends soon', () => {
    expect([next([], 0), next([500_000], 0)]).toEqual([60_000, 60_000])
  })

  it('comes before an end, again just before it, and just behind it', () => {
    expect(next([30_000], 0)).toBe(23_500)
    expect(next([30_000], 23_500)).toBe(29_000)
    expect(next([30_000], 29_000)).toBe(30_600)
  })

  it('looks on after what is due and waits for the clean-up', () => {
    expect(next([30_000], 40_000)).toBe(42_000)
  })

  it('goes by the row that ends first', () => {
    expect(next([50_000, 30_000, 40_000], 0)).toBe(23_500)
  })

  it('keeps to the budget, and is never in the past', () => {
    expect(next([30_000], 29_900)).toBe(30_900)
    expect(next([30_000], 0, 26_000)).toBe(26_000)
  })

  it('has a budget by what a reading costs', () => {
    expect(budgetFor([20], 0.05, 60_000)).toEqual({ least: 500, most: 60_000 })
    expect(budgetFor([400], 0.05, 60_000)).toEqual({ least: 8_000, most: 60_000 })
    expect(budgetFor([9_000], 0.05, 60_000)).toEqual({ least: 60_000, most: 60_000 })
  })

  it('spares no node for a reading that something else held up', () => {
    expect(budgetFor([900, 30, 30], 0.05, 60_000).least).toBe(600)
  })
})
