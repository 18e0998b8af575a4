import { describe, expect, it } from 'vitest'
import type { Link } from '@/lib/model/reading'
import type { NodeInput } from '../build/input'
import { aBridge, aFloodEntry, aLink, aNode, anUnderlay, aPortEntry, aVxlanLink, GROUP } from '../testing'
import { neighboursOf, trace } from './testing'

const MAC = { a: '02:00:00:00:0a:00', b: '02:00:00:00:0b:00', host: '02:00:00:00:c1:0a' }
type Address = Link['addresses'][number]
const LINK_LOCAL: Address = { address: 'fe80::1', prefixlen: 64, scope: 'link' }
const LOOPBACK = aLink('lo', { addresses: [{ address: '127.0.0.1', prefixlen: 8, scope: 'host' }] })

const node = (
  name: 'a' | 'b',
  addresses: Address[] = [{ address: name === 'a' ? '10.0.1.1' : '10.0.1.2', prefixlen: 24, scope: 'global' }],
  more: Link[] = [],
): NodeInput =>
  aNode(name, {
    links: [
      LOOPBACK,
      anUnderlay('eth1', name === 'a' ? '10.0.2.1' : '10.0.2.2'),
      aVxlanLink('vxlan0', { group: GROUP }, { link: 'eth1', mac: MAC[name], addresses: [...addresses, LINK_LOCAL] }),
      ...more,
    ],
    fdb: [aFloodEntry(GROUP, { via: 'eth1' })],
  })
const NODES = [node('a'), node('b')]

/** A node with a host behind its bridge, which has an address where told. */
const leaf = (addresses: Address[] = []): NodeInput =>
  aNode('a', {
    links: [
      anUnderlay('eth1', '10.0.2.1'),
      { ...aBridge('br0'), mac: MAC.a, addresses: [...addresses, LINK_LOCAL] },
      aLink('h0', { master: 'br0', kind: 'veth' }),
      aVxlanLink('vxlan0', { group: GROUP }, { master: 'br0' }),
    ],
    fdb: [aFloodEntry(GROUP, { via: 'eth1' }), aPortEntry(MAC.host, 'h0')],
  })

describe('what is the sender’s own', () => {
  it.each([
    ['its address there', '10.0.1.1', '10.0.1.1 is a’s own, on vxlan0: nothing leaves it.'],
    ['any of its addresses', '10.0.2.1', '10.0.2.1 is a’s own, on eth1: nothing leaves it.'],
    ['loopback', '127.0.0.9', '127.0.0.9 is a’s own: nothing leaves it.'],
    ['its MAC', MAC.a, `${MAC.a} is a’s own: nothing leaves it.`],
    ['its name', 'a', 'It is a itself: nothing leaves it.'],
  ])('%s never leaves it', (_, to, decision) => {
    const found = trace(NODES, { from: 'a', to }, { neighbours: neighboursOf('a', []) })
    expect(found).toMatchObject({ verdict: 'unicast', sent: { by: 'nothing' }, asks: false, to: { node: 'a' } })
    expect(found.hops).toMatchObject([{ step: 'deliver', outcome: 'here', decision }])
    expect(found.back).toMatchObject({ verdict: 'unicast', sent: { by: 'nothing' } })
  })

  it('is the host itself behind a port', () => {
    for (const to of [MAC.host, '127.0.0.1'])
      expect(trace([leaf(), node('b')], { from: MAC.host, to })).toMatchObject({
        ...{ verdict: 'unicast', sent: { by: 'nothing' }, hops: [{ step: 'deliver', outcome: 'here' }] },
      })
  })

  it('is not an address of another VRF', () => {
    const red = [
      aLink('red', { kind: 'vrf' }),
      aLink('eth7', { master: 'red', addresses: [{ address: '10.0.1.7', prefixlen: 24, scope: 'global' }] }),
    ]
    expect(trace([node('a', undefined, red), node('b')], { from: 'a', to: '10.0.1.7' }).verdict).toBe('flood')
  })

  it('isn’t told of a node that isn’t read', () => {
    const stale = { status: 'unreachable', error: { code: 'unreachable', message: '', hint: '' } } as const
    expect(trace([{ ...node('a'), ...stale }, node('b')], { from: 'a', to: '10.0.1.1' }).verdict).toBe('unknown')
  })
})

describe('an address that the sender has no prefix for', () => {
  it.each(['8.8.8.8', '2001:db8::1'])('is refused: %s', to => {
    const wanted = `to: an address in a prefix that a has there (10.0.1.1/24 on vxlan0): what is for ${to} it sends elsewhere, or to a router, to which can be traced`
    expect(() => trace(NODES, { from: 'a', to })).toThrow(wanted)
  })

  it('of a bridge’s own prefixes is refused too', () => {
    const nodes = [leaf([{ address: '10.0.1.1', prefixlen: 24, scope: 'global' }]), node('b')]
    expect(() => trace(nodes, { from: 'a', to: '8.8.8.8' })).toThrow('10.0.1.1/24 on br0')
  })

  it.each<[string, NodeInput, string, string]>([
    ['a host behind a port, whose prefixes nobody knows', leaf(), MAC.host, '8.8.8.8'],
    ['a node that only bridges', leaf(), 'a', '8.8.8.8'],
    [
      'a node whose routes alone lead on',
      node('a', [{ address: '10.0.1.1', prefixlen: 32, scope: null }]),
      'a',
      '10.9.9.9',
    ],
    ['its link-local prefix', node('a'), 'a', 'fe80::99'],
  ])('is not what is traced from %s', (_, first, from, to) =>
    expect(trace([first, node('b')], { from, to }).verdict).toBe('flood'),
  )

  it('is sent there all the same where the sender has a neighbour entry for it', () => {
    const neighbours = neighboursOf('a', [{ ifname: 'vxlan0', address: '8.8.8.8', mac: MAC.b, state: 'STALE' }])
    expect(trace(NODES, { from: 'a', to: '8.8.8.8' }, { neighbours })).toMatchObject({
      verdict: 'flood',
      to: { node: 'b' },
    })
  })
})

describe('a second device in the VNI of the same node', () => {
  it('gets nothing from a bridge that there isn’t', () => {
    const second = aVxlanLink('vxlan9', { local: '10.0.2.1', port: 4789 }, { mac: MAC.host })
    const found = trace([node('a', undefined, [second]), node('b')], { from: 'a', to: MAC.host })
    expect(found.hops.map(({ decision }) => decision).join(' ')).not.toContain('from the bridge')
  })
})

describe('a broadcast', () => {
  const EVERYBODY = 'ff:ff:ff:ff:ff:ff'
  it('goes to everybody', () => {
    const found = trace([leaf(), node('b')], { from: 'b', to: EVERYBODY })
    expect(found).toMatchObject({ verdict: 'flood', broken: null, back: null })
    expect(found.hops.at(-1)).toMatchObject({ outcome: 'here', decision: 'It goes to everybody: a takes it.' })
  })

  it('goes to nobody where none of them takes it', () => {
    const deaf = node('b')
    const links = (deaf.reading?.links ?? []).map(link => (link.ifname === 'vxlan0' ? { ...link, up: false } : link))
    const found = trace([node('a'), aNode('b', { ...deaf.reading, links })], { from: 'a', to: EVERYBODY })
    expect(found).toMatchObject({ verdict: 'unreachable', broken: { why: 'deviceDown', node: 'b' } })
  })
})
