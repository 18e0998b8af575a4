import { describe, expect, it } from 'vitest'
import { readClock, syncClock } from './clock'
import { formatAgo, formatCount, formatDuration, plural } from './time'

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [-5_000, '0 s'],
    [999, '0 s'],
    [4_000, '4 s'],
    [60_000, '1 m'],
    [130_000, '2 m 10 s'],
    [3_600_000, '1 h'],
    [11_100_000, '3 h 5 m'],
    [3_605_000, '1 h'],
    [187_200_000, '2 d 4 h'],
  ])('%i ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })
})

describe('formatAgo', () => {
  const at = '2026-11-22T14:02:11.000Z'

  it('says how long ago a moment was', () => {
    expect(formatAgo(at, Date.parse(at) + 4_200)).toBe('4 s ago')
  })

  it('says "just now" within a second, and for a moment that seems to come', () => {
    expect([formatAgo(at, Date.parse(at) + 900), formatAgo(at, Date.parse(at) - 900)]).toEqual(['just now', 'just now'])
  })

  it('says nothing where the time isn’t known', () => {
    expect([formatAgo(null, 1), formatAgo(at, null)]).toEqual(['–', '–'])
  })
})

describe('counts', () => {
  it('group thousands', () => {
    expect(formatCount(100_000)).toBe('100,000')
  })

  it('take the singular for one', () => {
    expect([plural(1, 'MAC'), plural(0, 'entry', 'entries')]).toEqual(['1 MAC', '0 entries'])
  })
})

describe('server clock', () => {
  const now = '2026-11-22T14:02:11.000Z'
  const server = Date.parse(now)

  it('goes on by the browser’s monotonic clock', () => {
    expect(readClock(syncClock(null, now, 500), 1_750)).toBe(server + 1_250)
  })

  it('is not set back by an answer that was long on its way', () => {
    const known = syncClock(null, now, 0)
    expect(syncClock(known, '2026-11-22T14:02:12.000Z', 1_300)).toBe(known)
  })

  it('is set forward by a quicker answer', () => {
    const known = syncClock(null, now, 0)
    expect(readClock(syncClock(known, '2026-11-22T14:02:12.000Z', 800), 800)).toBe(server + 1_000)
  })

  it('follows a server whose clock was set back', () => {
    const known = syncClock(null, now, 0)
    expect(readClock(syncClock(known, '2026-11-22T13:00:00.000Z', 1_000), 1_000)).toBe(
      Date.parse('2026-11-22T13:00:00.000Z'),
    )
  })
})
