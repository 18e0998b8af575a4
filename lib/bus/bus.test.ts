import { describe, expect, it } from 'vitest'
import type { FdbRow } from '@/lib/model/overlay'
import { type BusMessage, createBus, type Publication } from './bus'

const NOTHING = { put: [], remove: [] }
const PUBLICATION: Publication = {
  at: 2,
  overlay: { nodes: [], vteps: [], vnis: [], groups: [], tunnels: [] },
  fdb: [],
  readings: new Map(),
  delta: { nodes: NOTHING, vteps: NOTHING, vnis: NOTHING, groups: NOTHING, tunnels: NOTHING, fdb: NOTHING },
  events: [],
}

const removing = (rows: number): Publication => {
  const fdb: { put: FdbRow[]; remove: string[] } = {
    put: [],
    remove: Array.from({ length: rows }, (_, row) => `${row}`),
  }
  return { ...PUBLICATION, delta: { ...PUBLICATION.delta, fdb } }
}

describe('bus', () => {
  it('orders all that is published by a revision of this process', () => {
    const bus = createBus('abc', 1)
    expect(bus.current().revision).toBe('abc-0')
    bus.publish(PUBLICATION)
    bus.publish(PUBLICATION)
    expect(bus.current().revision).toBe('abc-2')
  })

  it('tells each listener of each message until it leaves', () => {
    const bus = createBus('abc', 1)
    const heard: BusMessage[] = []
    const leave = bus.subscribe(message => heard.push(message))
    bus.publish(PUBLICATION)
    leave()
    bus.publish(PUBLICATION)
    expect(heard.map(({ revision }) => revision)).toEqual(['abc-1'])
  })

  it('gives what a client has missed', () => {
    const bus = createBus('abc', 1)
    for (let count = 0; count < 3; count++) bus.publish(PUBLICATION)
    expect(bus.since('abc-1')?.map(({ revision }) => revision)).toEqual(['abc-2', 'abc-3'])
    expect(bus.since('abc-3')).toEqual([])
  })

  it.each(['abc-4', 'xyz-1', '', 'abc', 'abc-x'])('knows no way from revision "%s"', revision => {
    const bus = createBus('abc', 1)
    for (let count = 0; count < 3; count++) bus.publish(PUBLICATION)
    expect(bus.since(revision)).toBeNull()
  })

  it('forgets what is too much to keep', () => {
    const bus = createBus('abc', 1)
    bus.publish(removing(10))
    bus.publish(removing(60_000))
    bus.publish(removing(10))
    expect(bus.since('abc-1')).toBeNull()
    expect(bus.since('abc-2')).toHaveLength(1)
  })
})
