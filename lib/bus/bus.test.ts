import { describe, expect, it } from 'vitest'
import { createBus } from './bus'

const STATE = {
  at: 2,
  overlay: { nodes: [], vteps: [], vnis: [], groups: [], tunnels: [] },
  fdb: [],
  readings: new Map(),
}

describe('bus', () => {
  it('orders all that is published by a revision of this process', () => {
    const bus = createBus('abc', 1)
    expect(bus.current().revision).toBe('abc-0')
    bus.publish(STATE)
    bus.publish(STATE)
    expect(bus.current()).toEqual({ ...STATE, revision: 'abc-2' })
  })
})
