import { describe, expect, it } from 'vitest'
import { ApplySettings, leavesTime, undoLaterOf, undoTimes } from './apply-settings'

const settings = ApplySettings.parse({ undoAfter: 60, verifyWithin: 20, lockTries: 2, lockWait: 5 })
const waits = { undoAfter: settings.undoAfter, undoLater: undoLaterOf(settings) }

describe('when a node undoes by itself', () => {
  it('is later, the more nodes are begun after it', () => {
    expect(undoTimes(1, waits, false)).toEqual([60])
    expect(undoTimes(3, waits, false)).toEqual([120, 90, 60])
  })

  it('leaves each node what those after it are waited for', () => {
    const times = undoTimes(50, waits, false)
    expect(times.every((time, index) => time - 60 === (49 - index) * 30)).toBe(true)
  })

  it('is the same for all at once', () => {
    expect(undoTimes(3, waits, true)).toEqual([60, 60, 60])
  })

  it('is never more than a script takes', () => {
    expect(Math.max(...undoTimes(5000, waits, false))).toBe(86_400)
  })
})

describe('another node', () => {
  const undoAt = [120, 90].map(seconds => new Date(seconds * 1000).toISOString())

  it('is begun while all that are done stay as they are meanwhile', () => {
    expect(leavesTime([], 30, 1e9)).toBe(true)
    expect(leavesTime(undoAt, 30, 60_000)).toBe(true)
  })

  it('is not begun when one of them would undo by itself', () => {
    expect(leavesTime(undoAt, 30, 60_001)).toBe(false)
  })

  it('is begun as long as no node took longer than it was given', () => {
    const times = undoTimes(20, waits, false)
    const sent = times.map((_, index) => index * waits.undoLater * 1000)
    for (const [index, now] of sent.entries()) {
      const done = sent.slice(0, index).map((at, before) => new Date(at + (times[before] ?? 0) * 1000).toISOString())
      expect(leavesTime(done, waits.undoLater, now)).toBe(true)
    }
  })
})
