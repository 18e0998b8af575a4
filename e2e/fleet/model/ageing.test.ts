import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AgeingBasis, type AgeingRule, type Ages, agesOf, type Frames, once, vxlanAgeingBasis } from './ageing'

const SECOND = 1000
const AGEING = 10

const frames = (first: number, lasts: number, every: number | null = null): Frames => ({
  first: first * SECOND,
  lasts: lasts * SECOND,
  every: every === null ? null : every * SECOND,
})

/** First whole second at which the row is gone. */
const goneAt = (heard: Frames, sent: Frames | undefined, basis: AgeingBasis): number => {
  for (let at = 0; at < 100; at += 1) {
    if (agesOf({ heard, sent }, { basis, ageing: AGEING }, at * SECOND) === null) return at
  }
  return Number.POSITIVE_INFINITY
}

describe('vxlanAgeingBasis', () => {
  it.each([
    ['3.13.11-1-amd64-vyos', 'used'],
    ['6.1.0-28-amd64', 'used'],
    ['6.14.0', 'used'],
    ['6.15.0', 'updated'],
    ['6.18.44', 'updated'],
    ['7.0.1', 'updated'],
  ] as const)('%s counts from %s', (kernel, basis) => {
    expect(vxlanAgeingBasis(kernel)).toBe(basis)
  })
})

describe('agesOf, as measured with ageing 10 and eight seconds of frames', () => {
  it.each([
    ['updated', 'no traffic', once(0), undefined, 10],
    ['updated', 'only sending', once(0), frames(0, 8), 10],
    ['updated', 'only receiving', frames(0, 8), undefined, 18],
    ['used', 'no traffic', once(0), undefined, 10],
    ['used', 'only sending', once(0), frames(0, 8), 18],
    ['used', 'only receiving', frames(0, 8), undefined, 18],
  ] as const)('%s, %s: gone', (basis, _, heard, sent, gone) => {
    expect(goneAt(heard, sent, basis)).toBe(gone)
  })

  it('refreshes `used` alone by sending, from 6.15 on', () => {
    const ages = agesOf({ heard: once(0), sent: frames(0, 8) }, { basis: 'updated', ageing: AGEING }, 9000)
    expect(ages).toEqual({ used: 1, updated: 9 })
  })

  it('leaves `updated` at the learning, before 6.15', () => {
    expect(agesOf({ heard: frames(0, 8) }, { basis: 'used', ageing: AGEING }, 17_500)).toEqual({ used: 9, updated: 17 })
  })

  it('is not there before it was heard', () => {
    expect(agesOf({ heard: once(5000) }, { basis: 'used', ageing: AGEING }, 4999)).toBeNull()
  })

  it('never ages without a rule', () => {
    expect(agesOf({ heard: once(0) }, null, 86_400_000)).toEqual({ used: 86_400, updated: 86_400 })
  })
})

/** The kernel's way, a second at a time. */
const stepped = (
  heard: Frames,
  sent: Frames | undefined,
  { basis, ageing }: AgeingRule,
  until: number,
): Ages | null => {
  const passes = (given: Frames | undefined, at: number) => {
    if (!given || at < given.first) return false
    const into = given.every === null ? at - given.first : (at - given.first) % given.every
    return into <= given.lasts
  }
  let row: { used: number; updated: number } | null = null
  for (let at = 0; at <= until; at += SECOND) {
    if (row && at - row[basis] >= ageing * SECOND) row = null
    if (passes(heard, at)) {
      if (!row) row = { used: at, updated: at }
      else if (basis === 'used') row.used = at
      else row.updated = at
    }
    if (row && passes(sent, at)) row.used = at
  }
  return row && { used: (until - row.used) / SECOND, updated: (until - row.updated) / SECOND }
}

describe('agesOf, in closed form', () => {
  const burst = fc
    .record({ first: fc.nat(20), lasts: fc.nat(8), pause: fc.option(fc.integer({ min: 1, max: 30 })) })
    .map(({ first, lasts, pause }) => frames(first, lasts, pause === null ? null : lasts + pause))

  it('agrees with stepping through the seconds', () => {
    fc.assert(
      fc.property(
        burst,
        fc.option(burst, { nil: undefined }),
        fc.constantFrom<AgeingBasis>('used', 'updated'),
        fc.nat(120),
        (heard, sent, basis, at) => {
          const rule = { basis, ageing: AGEING }
          expect(agesOf({ heard, sent }, rule, at * SECOND)).toEqual(stepped(heard, sent, rule, at * SECOND))
        },
      ),
      { seed: 42, numRuns: 2000 },
    )
  })
})
