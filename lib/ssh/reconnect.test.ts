import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reconnectDelayMs } from './reconnect'

describe('reconnectDelayMs', () => {
  it('tries the first time at once', () => {
    expect(reconnectDelayMs(0, 0.9)).toBe(0)
  })

  it('doubles up to half a minute', () => {
    expect([1, 2, 3, 6, 7, 8, 1000].map(attempt => reconnectDelayMs(attempt, 0))).toEqual([
      500, 1000, 2000, 15_000, 15_000, 15_000, 15_000,
    ])
  })

  it('is spread between half and all of it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, random) => {
          const delay = reconnectDelayMs(attempt, random)
          expect(delay).toBeGreaterThanOrEqual(reconnectDelayMs(attempt, 0))
          expect(delay).toBeLessThanOrEqual(Math.min(30_000, 1000 * 2 ** (attempt - 1)))
        },
      ),
      { seed: 7, numRuns: 200 },
    )
  })
})
