import { describe, expect, it } from 'vitest'
import { median, quantile } from './median'

describe('quantile', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at)

  it.each([
    [0.5, 50],
    [0.95, 95],
    [1, 100],
  ])('%d of 1 to 100 is %d', (share, expected) => {
    expect(quantile(hundred, share)).toBe(expected)
  })

  it('of two, the median is the lower', () => {
    expect(median([9, 1])).toBe(1)
  })

  it('of nothing there is none', () => {
    expect(median([])).toBeNaN()
  })
})
