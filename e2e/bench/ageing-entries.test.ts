import { describe, expect, it } from 'vitest'
import { planEntries } from './ageing-entries'

const entries = planEntries(1, 24, 20)

describe('planEntries', () => {
  it('gives each entry a MAC of its own, a third of them each kind of traffic', () => {
    expect(new Set(entries.map(({ mac }) => mac)).size).toBe(24)
    for (const kind of ['idle', 'received', 'sent'])
      expect(entries.filter(({ traffic }) => traffic === kind)).toHaveLength(8)
  })

  it('never lets an entry that is heard from age before its last frame', () => {
    for (const { taughtAt, framesAt } of entries.filter(({ traffic }) => traffic === 'received')) {
      const moments = [taughtAt, ...framesAt]
      const gaps = moments.slice(1).map((at, index) => at - (moments[index] ?? 0))
      expect(framesAt.length).toBeGreaterThan(0)
      expect(Math.max(...gaps)).toBeLessThan(12_000)
    }
  })

  it('sends to no entry that is gone: that would be a frame to everybody', () => {
    for (const { taughtAt, framesAt } of entries.filter(({ traffic }) => traffic === 'sent'))
      expect(Math.max(...framesAt) - taughtAt).toBeLessThan(20_000)
  })
})
