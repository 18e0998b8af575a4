import { expect, it } from 'vitest'
import type { Event } from '@/lib/model/event'
import type { FdbRow } from '@/lib/model/overlay'
import type { VxlanPacket } from '@/lib/model/packet'
import { createSequence, type SequenceOptions } from './sequence'

const VTEPS: Record<string, string[]> = { '10.0.2.1': ['a'], '10.0.2.2': ['b'], '239.1.1.1': ['a', 'b', 'c'] }
const sequenceOf = (options: Partial<SequenceOptions> = {}) =>
  createSequence({
    ...{
      vni: 42,
      nodesOf: address => VTEPS[address] ?? [],
      reference: 'a',
      between: null,
      macs: [],
      captured: () => true,
    },
    ...options,
  })

const packet = (src: string, dst: string, inner: Partial<VxlanPacket['inner']>, ipId = 1): VxlanPacket => ({
  ...{ src, dst, cast: dst.startsWith('239') ? 'group' : 'unicast', srcPort: 5, dstPort: 4789, ipId, vni: 42 },
  inner: { src: 'aa', dst: 'ff', vlan: null, kind: 'arpRequest', from: '1.1.1.1', to: '1.1.1.2', text: 'x', ...inner },
})
const FLOOD = packet('10.0.2.1', '239.1.1.1', {})
const REPLY = packet('10.0.2.2', '10.0.2.1', { src: 'bb', kind: 'arpReply', from: '1.1.1.2', to: '1.1.1.1' })
const sighting = (node: string, ms: number, of = FLOOD) => ({ node, ms, plusMinus: 1, packet: of, command: 'tcpdump' })

const learned = (node: string, mac: string, dst: string, kind: Event['kind'] = 'learned'): Event => ({
  ...{ id: `${node}${mac}`, at: '2026-01-01T00:00:00.000Z', node, kind, reason: null, from: null, to: null, text: '' },
  row: { id: `${node} ${mac}`, node, ifname: 'vxlan0', mac, vni: 42, dst, dstNodes: VTEPS[dst] } as FdbRow,
})

it('a packet that three captured is one, at the time of the one whose clock counts', () => {
  const sequence = sequenceOf()
  for (const [node, ms] of [
    ['b', 9],
    ['c', 8],
    ['a', 5],
  ] as const)
    sequence.saw(sighting(node, ms))
  const [step, ...rest] = sequence.steps()
  expect(rest).toEqual([])
  expect(step).toMatchObject({ ms: 5, frame: { from: { nodes: ['a'] }, to: { address: '239.1.1.1' } } })
  expect(step?.frame?.seen.map(({ node }) => node)).toEqual(['b', 'c', 'a'])
})

it('a reply stands below its request, whatever the clocks of who sent them', () => {
  const sequence = sequenceOf({ reference: null })
  for (const [node, ahead] of [
    ['a', 4],
    ['b', -4],
  ] as const) {
    sequence.saw(sighting(node, 10 + ahead))
    sequence.saw(sighting(node, 11 + ahead, REPLY))
  }
  expect(sequence.steps().map(({ frame }) => frame?.packet.inner.kind)).toEqual(['arpRequest', 'arpReply'])
})

it('what the node whose clock counts did not see is brought to its clock by what both saw', () => {
  const sequence = sequenceOf()
  const alone = packet('10.0.2.2', '10.0.2.3', {}, 9)
  // The clock of b is behind by 0.75 ms at least, as the request tells, and by 1 ms at most, as the reply does.
  sequence.saw(sighting('a', 10))
  sequence.saw(sighting('a', 12, REPLY))
  sequence.saw(sighting('b', 9.25))
  sequence.saw(sighting('b', 10, alone))
  sequence.saw(sighting('b', 11, REPLY))
  expect(sequence.steps().map(({ ms, plusMinus }) => [ms, plusMinus])).toEqual([
    [10, 1],
    [10.875, 1.875],
    [12, 1],
  ])
})

it('the same packet again is another', () => {
  const sequence = sequenceOf()
  for (const ms of [1, 1001]) for (const node of ['a', 'b']) sequence.saw(sighting(node, ms))
  expect(sequence.steps().map(({ ms, frame }) => [ms, frame?.seen.length])).toEqual([
    [1, 2],
    [1001, 2],
  ])
})

it('what a packet taught stands right behind it, however late it was told', () => {
  const sequence = sequenceOf()
  sequence.heard({ event: learned('b', 'aa', '10.0.2.1'), ms: 20 })
  sequence.heard({ event: learned('a', 'bb', '10.0.2.2'), ms: 30 })
  sequence.saw(sighting('a', 5))
  sequence.saw(sighting('a', 6, REPLY))
  expect(sequence.steps().map(({ id, ms, after, toldMs }) => [id, ms, after, toldMs])).toEqual([
    ['packet-1', 5, null, null],
    ['event-1', 5, 'packet-1', 20],
    ['packet-2', 6, null, null],
    ['event-2', 6, 'packet-2', 30],
  ])
})

it('nobody is taught by a packet that did not come to them, nor by their own', () => {
  const sequence = sequenceOf()
  sequence.saw(sighting('a', 6, REPLY))
  sequence.heard({ event: learned('b', 'bb', '10.0.2.2'), ms: 20 })
  expect(sequence.steps().at(-1)).toMatchObject({ id: 'event-1', ms: 20, after: null })
})

it('what was learned anew was not taught by the packet before it went', () => {
  const sequence = sequenceOf()
  sequence.saw(sighting('a', 5))
  sequence.heard({ event: learned('b', 'aa', '10.0.2.1'), ms: 7 })
  sequence.heard({ event: learned('b', 'aa', '10.0.2.1', 'gone'), ms: 300 })
  sequence.saw(sighting('a', 400, packet('10.0.2.1', '239.1.1.1', {}, 2)))
  sequence.heard({ event: learned('b', 'aa', '10.0.2.1'), ms: 402 })
  expect(sequence.steps().map(({ id, after }) => [id, after])).toEqual([
    ['packet-1', null],
    ['event-1', 'packet-1'],
    ['event-2', null],
    ['packet-2', null],
    ['event-3', 'packet-2'],
  ])
})

it('of a probe, what goes between others is left out; and all is told where nobody captures', () => {
  const other = packet('10.0.2.2', '239.1.1.1', { src: 'cc', from: '1.1.1.9' })
  const captured = sequenceOf({ between: ['1.1.1.1', '1.1.1.2'] })
  expect([FLOOD, other].map(each => captured.saw(sighting('a', 1, each)))).toEqual([true, false])
  captured.heard({ event: learned('c', 'cc', '10.0.2.2'), ms: 2 })
  expect(captured.steps()).toHaveLength(1)
  const blind = sequenceOf({ between: ['1.1.1.1', '1.1.1.2'], captured: () => false })
  blind.heard({ event: learned('c', 'cc', '10.0.2.2'), ms: 2 })
  expect(blind.steps()).toHaveLength(1)
})

it('is bounded', () => {
  const sequence = sequenceOf()
  for (let each = 0; each < 3000; each++) sequence.saw(sighting('a', each, packet('10.0.2.1', '10.0.2.2', {}, each)))
  expect(sequence.steps()).toHaveLength(1000)
  expect(sequence.isFull()).toBe(true)
})
