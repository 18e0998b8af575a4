import { describe, expect, it } from 'vitest'
import type { Neighbour } from '@/lib/model/neighbour'
import type { Link } from '@/lib/model/reading'
import { buildOverlay } from '../build/build'
import type { NodeInput } from '../build/input'
import { aBridge, aFloodEntry, aLink, aNode, anUnderlay, aPortEntry, aVxlanLink } from '../testing'
import { neighboursOf, trace } from './testing'
import { whomToAsk } from './whom-to-ask'

const VTEP = { a: '10.0.2.1', b: '10.0.2.2' }
const HOST = { a: '02:00:00:00:c1:0a', b: '02:00:00:00:c1:0b' }
const OWN = { a: '02:00:00:00:a1:0a', b: '02:00:00:00:a1:0b' }
const IP = { a: '192.0.2.1', b: '192.0.2.2' }
const IP6_B = '2001:db8:1::2'

/** A leaf with a host behind its bridge. */
const leaf = (
  name: 'a' | 'b',
  { port = {}, proxy = false, filtering = false, knows = true }: LeafOver = {},
): NodeInput => {
  const other = name === 'a' ? 'b' : 'a'
  const vlan = filtering ? 10 : null
  return aNode(name, {
    links: [
      anUnderlay('eth1', VTEP[name]),
      { ...aBridge('br0', filtering), mac: `02:00:00:00:b1:0${name}` },
      aLink('h0', { master: 'br0', kind: 'veth' }),
      ...(filtering ? [aLink('br0.10', { link: 'br0', kind: 'vlan' })] : []),
      aVxlanLink('vxlan0', { local: VTEP[name], proxy }, { master: 'br0', mac: OWN[name], ...port }),
    ],
    fdb: [
      aFloodEntry(VTEP[other]),
      aPortEntry(HOST[name], 'h0', { vlan }),
      ...(knows ? [aPortEntry(HOST[other], 'vxlan0', { state: 'static', vlan })] : []),
      // In which VLAN the device is.
      ...(filtering ? [aPortEntry(OWN[name], 'vxlan0', { state: 'permanent', vlan })] : []),
    ],
  })
}
interface LeafOver {
  port?: Partial<Link>
  proxy?: boolean
  filtering?: boolean
  knows?: boolean
}

const SUPPRESSING: LeafOver = { port: { neighSuppress: true } }
const knowing = (ifname: string, over: Partial<Neighbour> = {}) =>
  neighboursOf('a', [{ ifname, address: IP.b, mac: HOST.b, state: 'PERMANENT', ...over }])
const ask = (a: LeafOver, neighbours = neighboursOf('a', []), b: LeafOver = {}, to = IP.b) =>
  trace([leaf('a', a), leaf('b', b)], { from: HOST.a, to }, { neighbours })
const asked = ({ hops }: ReturnType<typeof ask>) => hops.find(({ step }) => step === 'ask')

describe('a bridge with a port that suppresses', () => {
  it('answers by its neighbour entry, and the frame goes to that MAC', () => {
    const found = ask(SUPPRESSING, knowing('br0'))
    expect(found).toMatchObject({ asks: false, to: { mac: HOST.b, node: 'b' } })
    expect(asked(found)).toMatchObject({ outcome: 'goes', to: HOST.b })
    const texts = asked(found)?.evidence.map(({ text }) => text)
    expect(texts?.[0]).toMatch(/vxlan0: bridge_slave neigh_suppress on$/)
    expect(texts?.[1]).toContain(`${IP.b} dev br0 lladdr ${HOST.b} PERMANENT`)
    expect(texts?.[2]).toContain(`${HOST.b} dev vxlan0`)
  })

  it('in a VLAN answers by the entry of its VLAN device', () => {
    expect(ask({ ...SUPPRESSING, filtering: true }, knowing('br0.10')).asks).toBe(false)
  })

  it.each<[string, LeafOver, ReturnType<typeof neighboursOf>]>([
    ['no neighbour entry', SUPPRESSING, neighboursOf('a', [])],
    ['an entry that failed', SUPPRESSING, knowing('br0', { mac: null, state: 'FAILED' })],
    ['an entry of another device', SUPPRESSING, knowing('eth1')],
    ['no FDB entry for the MAC', { ...SUPPRESSING, knows: false }, knowing('br0')],
    ['an entry of the bridge, but VLANs', { ...SUPPRESSING, filtering: true }, knowing('br0')],
    ['nothing set', {}, knowing('br0')],
  ])('lets a request through with %s', (_, over, neighbours) => {
    const found = ask(over, neighbours)
    expect(found.asks).toBeNull()
    expect(asked(found)?.decision).toMatch(/flooded/)
  })
})

describe('a device with proxy', () => {
  it('answers by a neighbour entry of its own', () => {
    const found = ask({ proxy: true }, knowing('vxlan0'))
    expect(found).toMatchObject({ asks: false, to: { mac: HOST.b, node: 'b' } })
    expect(asked(found)?.evidence.map(({ text }) => text)).toContain(`${IP.b} dev vxlan0 lladdr ${HOST.b} PERMANENT`)
  })

  it.each<[string, ReturnType<typeof neighboursOf>, string]>([
    ['no entry', neighboursOf('a', []), 'unknown'],
    ['an entry of its bridge that failed', knowing('br0', { mac: null, state: 'FAILED' }), 'unknown'],
    // Where the host knows the MAC by itself, the frame is flooded.
    ['an entry that wants confirming', knowing('vxlan0', { state: 'STALE' }), 'flood'],
  ])('with %s drops a request: whether the host has to ask, nobody knows', (_, neighbours, verdict) => {
    const found = ask({ proxy: true }, neighbours)
    expect(found).toMatchObject({ asks: null, verdict })
    expect(asked(found)?.decision).toContain('it drops a request')
  })

  it('of a node itself breaks what has to ask', () => {
    const own = (name: 'a' | 'b', proxy: boolean): NodeInput =>
      aNode(name, {
        links: [
          anUnderlay('eth1', VTEP[name]),
          aVxlanLink(
            'vxlan0',
            { local: VTEP[name], proxy },
            { mac: HOST[name], addresses: [{ address: IP[name], prefixlen: 24, scope: 'global' }] },
          ),
        ],
        fdb: [aFloodEntry(VTEP[name === 'a' ? 'b' : 'a'])],
      })
    const neighbours = neighboursOf('a', [])
    const ends = { from: 'a', to: IP.b }
    expect(trace([own('a', true), own('b', false)], ends, { neighbours })).toMatchObject({
      ...{ asks: true, verdict: 'unreachable', sent: { by: 'nothing' }, back: null },
      broken: { why: 'proxyDrops', node: 'a' },
    })
    // The answer is ARP, too.
    expect(trace([own('a', false), own('b', true)], ends, { neighbours })).toMatchObject({
      ...{ asks: true, verdict: 'flood', broken: null },
      back: { verdict: 'unreachable', sent: { by: 'nothing' }, broken: { why: 'proxyDrops', node: 'b' } },
    })
  })

  it('sends advertisements of IPv6, and no solicitation', () => {
    const to = neighboursOf('a', [{ ifname: 'br0', address: IP6_B, mac: HOST.b, state: 'STALE' }])
    expect(ask({}, to, { proxy: true }, IP6_B).back).toMatchObject({ verdict: 'unicast' })
    expect(asked(ask({ proxy: true }, to, {}, IP6_B))?.decision).toContain('it drops a request')
  })
})

describe('whom to ask', () => {
  const whom = (a: LeafOver) => {
    const nodes = [leaf('a', a), leaf('b')]
    const readings = new Map(nodes.flatMap(({ name, reading }) => (reading ? [[name, reading] as const] : [])))
    return whomToAsk({ ...buildOverlay(nodes), readings }, { from: HOST.a, vni: 42, to: IP.b })?.nodes
  }
  it.each<[LeafOver, string[]]>([
    [SUPPRESSING, ['a']],
    [{ proxy: true }, ['a']],
    [{}, []],
  ])('with %j behind which the sender is: %j', (over, nodes) => expect(whom(over)).toEqual(nodes))
})

describe('an entry that names another VNI', () => {
  it('leads nowhere where the far end isn’t in it', () => {
    const vni = 7
    const entry = { ...aFloodEntry(VTEP.b), mac: HOST.b, vni }
    const sender = leaf('a', { knows: false })
    const reading = sender.reading && { ...sender.reading, fdb: [...sender.reading.fdb, entry] }
    const found = trace([{ ...sender, reading }, leaf('b')], { from: HOST.a, to: HOST.b })
    expect(found).toMatchObject({ sent: { vni }, verdict: 'unreachable', broken: { why: 'otherVni', node: 'b' } })
  })
})
