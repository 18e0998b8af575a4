import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSpan, SPANS, shareOf, ticksOf, windowOf } from './time-window'

const NOON = Date.UTC(2026, 10, 22, 12)
const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('a window of time', () => {
  it('is an hour where the URL says nothing that is known', () => {
    expect([parseSpan(null).id, parseSpan('9y').id, parseSpan('7d').id]).toEqual(['1h', '1h', '7d'])
    const young = 14 * 60_000
    expect([parseSpan(null, young).id, parseSpan('1h', young).id, parseSpan(null, 2 * young).id]).toEqual([
      '15m',
      '1h',
      '1h',
    ])
  })

  it('ends with now, on whole buckets, so that it is the same for a while', () => {
    const one = windowOf(parseSpan('1h'), NOON + 1, null, null)
    expect(one).toEqual(windowOf(parseSpan('1h'), NOON + 20_000, null, null))
    expect(one).toEqual({ from: NOON + 30_000 - HOUR, to: NOON + 30_000, step: 30_000 })
  })

  it('of all begins with the first that is kept', () => {
    const { from, to, step } = windowOf(parseSpan('all'), NOON, null, NOON - 26 * HOUR - 1)
    expect([from <= NOON - 26 * HOUR - 1, from > NOON - 26 * HOUR - 1 - 2 * step, to >= NOON]).toEqual([
      true,
      true,
      true,
    ])
  })

  it('always has the moment in it, in whole buckets, and never the future', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SPANS),
        fc.integer({ min: 0, max: 40 * 24 * HOUR }),
        fc.nat(HOUR),
        (span, ago, ms) => {
          const now = NOON + ms
          const { from, to, step } = windowOf(span, now, now - ago, now - 40 * 24 * HOUR)
          expect(from).toBeLessThanOrEqual(now - ago)
          expect(to).toBeGreaterThanOrEqual(now - ago)
          expect(to).toBeLessThan(now + step)
          expect((to - from) % step).toBe(0)
          expect((to - from) / step).toBeLessThanOrEqual(122)
        },
      ),
      { seed: 42, numRuns: 500 },
    )
  })

  it('stands still under small steps', () => {
    const at = NOON - 10 * HOUR + 7 * MINUTE
    const steps = [0, 1, 2, 3].map(n => windowOf(parseSpan('1h'), NOON, at + n * MINUTE, null))
    expect(new Set(steps.map(({ from }) => from)).size).toBe(1)
  })

  it('says where a moment stands in it', () => {
    const window = { from: NOON, to: NOON + HOUR, step: MINUTE }
    expect([-1, 0, HOUR / 4, HOUR, 2 * HOUR].map(ms => shareOf(window, NOON + ms))).toEqual([0, 0, 0.25, 1, 1])
  })

  it("has round moments of the reader's zone beside its axis", () => {
    const window = { from: NOON + MINUTE, to: NOON + HOUR, step: MINUTE }
    expect(ticksOf(window, 4, 0).map(({ at }) => (at - NOON) / MINUTE)).toEqual([15, 30, 45, 60])
    const day = { from: NOON, to: NOON + 24 * HOUR, step: MINUTE }
    expect(ticksOf(day, 4, 5.5 * HOUR).map(({ at, isDay }) => [(at - NOON) / HOUR, isDay])).toEqual([
      [0.5, false],
      [6.5, true],
      [12.5, false],
      [18.5, false],
    ])
  })
})
