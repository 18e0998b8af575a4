import { describe, expect, it } from 'vitest'
import type { DensityAnswer } from '@/lib/model/event'
import { barsOf, blanksOf, markAt, marksOf, markWords } from './density'
import { anEvent } from './testing'

const NOON = Date.UTC(2026, 10, 22, 12)
const MINUTE = 60_000
const iso = (ms: number): string => new Date(ms).toISOString()
const WINDOW = { from: NOON, to: NOON + 10 * MINUTE, step: MINUTE }

const answer: DensityAnswer = {
  now: iso(NOON + 5 * MINUTE),
  since: iso(NOON),
  until: iso(NOON + 10 * MINUTE),
  bucketMs: MINUTE,
  oldestAt: iso(NOON - MINUTE),
  gaps: [],
  buckets: [
    { at: iso(NOON), counts: { learned: 3, added: 1, gone: 2 } },
    { at: iso(NOON + MINUTE), counts: { moved: 1, nodeLost: 1 } },
  ],
}
const at = (ms: number) => ({ ...anEvent('learned', 0), at: iso(ms) })

describe('marks', () => {
  it('tell apart what came, went and moved, and what devices and nodes did', () => {
    expect(marksOf(answer, [])).toEqual([
      { at: NOON, came: 4, went: 2, moved: 0, device: 0 },
      { at: NOON + MINUTE, came: 0, went: 0, moved: 1, device: 1 },
    ])
  })

  it('count what happened since the answer, and nothing twice', () => {
    const since = [at(NOON + 30_000), at(NOON + 5 * MINUTE + 1), at(NOON + 5 * MINUTE + 2), at(NOON + 11 * MINUTE)]
    expect(marksOf(answer, since).map(({ at: bucket, came }) => [(bucket - NOON) / MINUTE, came])).toEqual([
      [0, 4],
      [1, 0],
      [5, 2],
    ])
  })

  it('say in words what they show', () => {
    const marks = marksOf(answer, [])
    expect(markWords(markAt(marks, NOON + 59_999, MINUTE))).toBe('4 learned or added, 2 gone')
    expect(markWords(markAt(marks, NOON + MINUTE, MINUTE))).toBe('1 moved, 1 device or node event')
    expect(markWords(markAt(marks, NOON + 2 * MINUTE, MINUTE))).toBe('nothing happened')
  })

  it('are drawn so that one is seen beside many', () => {
    const few = { at: NOON + MINUTE, came: 1, went: 0, moved: 0, device: 0 }
    const [many, one] = barsOf([{ ...few, at: NOON, came: 10_000 }, few], WINDOW, MINUTE)
    expect(many).toMatchObject({ left: 0, width: 0.1, up: 1, down: 0 })
    expect(one).toMatchObject({ left: 0.1, up: 0.2 })
  })
})

describe('blanks', () => {
  it('are gaps, and what lies before the first that is kept', () => {
    const gaps = [{ from: iso(NOON + 2 * MINUTE), to: iso(NOON + 3 * MINUTE) }]
    const blanks = blanksOf({ ...answer, oldestAt: iso(NOON + MINUTE), gaps }, WINDOW)
    expect(blanks.map(({ from, to, why }) => [(from - NOON) / MINUTE, (to - NOON) / MINUTE, why])).toEqual([
      [0, 1, 'before'],
      [2, 3, 'gap'],
    ])
  })

  it('are none where all was recorded, and everything where nothing was', () => {
    expect(blanksOf(answer, WINDOW)).toEqual([])
    expect(blanksOf({ ...answer, oldestAt: null }, WINDOW)).toEqual([{ ...WINDOW, step: undefined, why: 'before' }])
  })
})
