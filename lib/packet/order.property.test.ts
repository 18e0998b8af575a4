import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { VxlanPacket } from '@/lib/model/packet'
import { createSequence } from './sequence'

const NODES = ['a', 'b', 'c', 'd'] as const
type Name = (typeof NODES)[number]
/** By how much a clock may be off, ms. */
const OFF = 5

const packet = (src: string, ipId: number): VxlanPacket => ({
  ...{ src, dst: '239.1.1.1', cast: 'group', srcPort: 5, dstPort: 4789, ipId, vni: 42 },
  inner: { src: 'aa', dst: 'ff', vlan: null, kind: 'other', from: null, to: null, text: 'x' },
})

/** What was sent in truth, one after the other, and who of those that capture saw each. */
const sent = fc.array(
  fc.record({
    sender: fc.constantFrom(...NODES),
    seers: fc.uniqueArray(fc.constantFrom(...NODES), { minLength: 1 }),
    /** Since the one before. */
    gap: fc.double({ min: 0.05, max: 4, noNaN: true }),
    /** On its way to all but its sender. */
    delay: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 25 },
)
const clocks = fc.record(
  Object.fromEntries(NODES.map(name => [name, fc.double({ min: -OFF, max: OFF, noNaN: true })])) as Record<
    Name,
    fc.Arbitrary<number>
  >,
)
const setting = fc.record({
  ...{ sent, clocks, reference: fc.constantFrom(null, ...NODES) },
  /** In which order captures are heard of. */
  heard: fc.shuffledSubarray([...NODES], { minLength: NODES.length }),
})

interface Seen {
  id: number
  sender: Name
  ms: number
}

/** What each node captured, by its own clock, in its own order. */
const captured = (
  { sent: frames, clocks: off }: Pick<typeof setting extends fc.Arbitrary<infer T> ? T : never, 'sent' | 'clocks'>,
  onTheWay: number,
): Map<Name, Seen[]> => {
  let now = 0
  const all = frames.map((frame, id) => {
    now += frame.gap
    return { ...frame, id, now }
  })
  return new Map(
    NODES.map(node => [
      node,
      all
        .filter(({ seers }) => seers.includes(node))
        .map(({ id, sender, now: at, delay }) => ({
          ...{ id, sender },
          ms: at + off[node] + (node === sender ? 0 : delay * onTheWay),
        }))
        .sort((one, other) => one.ms - other.ms),
    ]),
  )
}

const shown = (captures: ReadonlyMap<Name, readonly Seen[]>, heard: readonly Name[], reference: Name | null) => {
  const sequence = createSequence({
    ...{ vni: 42, between: null, macs: [], reference, captured: () => true },
    nodesOf: address => (address === '239.1.1.1' ? [...NODES] : [address]),
  })
  for (const node of heard)
    for (const { id, sender, ms } of captures.get(node) ?? [])
      sequence.saw({ node, ms, plusMinus: OFF, packet: packet(sender, id), command: 'tcpdump' })
  return sequence.steps().map(({ frame, ms }) => ({ id: frame?.packet.ipId ?? -1, ms }))
}

it('packets stand in an order that every capture agrees with, whatever the clocks', () => {
  fc.assert(
    fc.property(setting, given => {
      const captures = captured(given, 0)
      const order = shown(captures, given.heard, given.reference).map(({ id }) => id)
      expect(order).toHaveLength(given.sent.length)
      for (const own of captures.values()) {
        const ids = own.map(({ id }) => id)
        expect(order.filter(id => ids.includes(id))).toEqual(ids)
      }
    }),
  )
})

it('of packets that cross on their way, none is sent before what its sender had seen', () => {
  fc.assert(
    fc.property(setting, given => {
      const captures = captured(given, 20)
      const order = shown(captures, given.heard, given.reference).map(({ id }) => id)
      for (const [node, own] of captures)
        own.forEach(({ id, sender }, at) => {
          const before = own.slice(0, at).filter(one => order.indexOf(one.id) > order.indexOf(id))
          if (sender === node) expect(before).toEqual([])
        })
    }),
  )
})

it('what the reference saw is told by its clock', () => {
  fc.assert(
    fc.property(setting, given => {
      const captures = captured(given, 0)
      const times = new Map(shown(captures, given.heard, 'a').map(({ id, ms }) => [id, ms]))
      const most = given.sent.length * 0.001
      for (const { id, ms } of captures.get('a') ?? []) expect(Math.abs((times.get(id) ?? 0) - ms)).toBeLessThan(most)
    }),
  )
})
