import { describe, expect, it } from 'vitest'
import { isWorthKeeping } from './keyframe-policy'
import { NOON } from './testing'

const last = { node: 'a', at: NOON, head: 'h', fdb: 'f', since: 5 }
const offer = { at: NOON + 1000, head: 'h', fdb: 'f', rows: 100 }

describe('a keyframe is written', () => {
  it('when there is none yet', () => expect(isWorthKeeping(undefined, offer)).toBe(true))
  it('when devices changed', () => expect(isWorthKeeping(last, { ...offer, head: 'other' })).toBe(true))
  it('when rows changed without an event', () =>
    expect(isWorthKeeping({ ...last, since: 0 }, { ...offer, fdb: 'other' })).toBe(true))
  it('when events are many', () => expect(isWorthKeeping({ ...last, since: 1000 }, offer)).toBe(true))
  it('when rows changed and the last one is ten minutes old', () =>
    expect(isWorthKeeping(last, { ...offer, fdb: 'other', at: NOON + 600_000 })).toBe(true))
})

describe('a keyframe is not written', () => {
  it('when nothing but ages changed', () => expect(isWorthKeeping(last, { ...offer, at: NOON + 9e6 })).toBe(false))
  it('when a few events tell what changed', () => expect(isWorthKeeping(last, { ...offer, fdb: 'other' })).toBe(false))
  it('when many events are few for the node', () =>
    expect(isWorthKeeping({ ...last, since: 5000 }, { ...offer, fdb: 'other', rows: 100_000 })).toBe(false))
})
