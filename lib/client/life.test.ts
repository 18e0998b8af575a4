import { describe, expect, it } from 'vitest'
import { basisOf, lifeOf, lifeThen, timingOf } from './life'
import { aRow } from './testing'

const readAt = Date.parse('2026-11-22T14:02:11.000Z')
const row = aRow('ubuntu', '86:24:26:b2:11:5c', '10.0.2.254', { used: 3, updated: 150, ageing: 300 })

describe('lifeOf', () => {
  it('is an age, not a countdown, where the end isn’t known', () => {
    expect(lifeOf(timingOf(row), readAt)).toEqual({
      shows: 'age',
      fraction: 0.5,
      label: 'updated 2 m 30 s ago, used 3 s ago; ageing time 5 m',
    })
  })

  it('grows older with the clock', () => {
    expect(lifeOf(timingOf(row), readAt + 75_000).fraction).toBe(0.25)
  })

  it('never runs below empty', () => {
    expect(lifeOf(timingOf(row), readAt + 900_000).fraction).toBe(0)
  })

  it('counts down where the server knows the end', () => {
    const known = { ...row, expiresAt: '2026-11-22T14:03:41.000Z' }
    expect(lifeOf(timingOf(known), readAt)).toEqual({ shows: 'left', fraction: 0.3, label: 'ages out in 1 m 30 s' })
  })

  it('says "due" for an entry past its end', () => {
    const known = { ...row, expiresAt: '2026-11-22T14:02:00.000Z' }
    expect(lifeOf(timingOf(known), readAt).label).toBe('due, waiting for the clean-up')
  })

  it('shows nothing where no ageing applies', () => {
    expect(lifeOf(timingOf({ ...row, ageing: null }), readAt).shows).toBe('nothing')
  })

  it('invents no age', () => {
    expect(lifeOf(timingOf({ ...row, used: null, updated: null }), readAt)).toMatchObject({
      shows: 'nothing',
      label: 'age not told',
    })
  })
})

describe('basisOf', () => {
  const known = { ...row, ageingBasis: 'updated' as const, expiresAt: '2026-11-22T14:03:41.000Z' }

  it.each([
    [known, 2, 'ages by last received frame, 300 s, read 2 s ago'],
    [{ ...known, ageingBasis: 'used' as const }, 2, 'ages by last use, 300 s, read 2 s ago'],
    [known, 91, 'due, waiting for the kernel’s clean-up; ages by last received frame, 300 s, read 1 m 31 s ago'],
    [{ ...known, ageingBasis: null }, 2, 'what this kernel ages it by isn’t known: only its age is, read 2 s ago'],
    [{ ...known, kind: 'static' as const }, 2, 'doesn’t age: it was not learned from a frame'],
  ])('%#: after %i s', (one, seconds, words) => {
    expect(basisOf(one, readAt + seconds * 1000)).toBe(words)
  })
})

describe('lifeThen', () => {
  const timing = timingOf({ ...row, expiresAt: '2026-11-22T14:03:11.000Z' })

  it('is what was left at that moment', () => {
    expect(lifeThen(timing, readAt + 30_000)).toEqual({ shows: 'left', fraction: 0.1, label: 'had 30 s left' })
  })

  it('isn’t known once the last reading’s end had passed: it had been refreshed', () => {
    expect(lifeThen(timing, readAt + 60_000)).toMatchObject({ shows: 'nothing', fraction: 0 })
  })
})
