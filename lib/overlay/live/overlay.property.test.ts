import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FdbEntry, Link, Nexthop, RouteSource, VlanTunnel, VniRange } from '@/lib/model/reading'
import { canonicalAddress, isMulticast, isUnspecified } from '../addresses'
import { buildOverlay } from '../build/build'
import type { NodeInput } from '../build/input'
import { aBridge, aLink, aNode, anEntry, aVxlanLink } from '../testing'

/** Small pools, so that nodes meet: the same addresses, VNIs and MACs stand on several. */
const vni = fc.constantFrom(42, 43, 10010)
const address = fc.constantFrom(
  '10.0.0.1',
  '10.0.0.2',
  '10.0.0.3',
  'fd00::1',
  'FD00:0::2',
  '::ffff:10.0.0.3',
  'fe80::1',
)
const remote = fc.oneof(address, fc.constantFrom('239.1.1.1', 'ff05::100', '0.0.0.0', 'not an address'))
const mac = fc.constantFrom('00:00:00:00:00:00', '02:00:00:00:00:01', '02:00:00:00:00:02')
const vlan = fc.constantFrom(null, 1, 20)
const ifname = fc.constantFrom('vxlan0', 'vxlan1', 'svd', 'host0', 'br0', 'eth1', 'a/b', 'a>b', 'gone')

const underlay: fc.Arbitrary<Link> = fc
  .record({
    addresses: fc.array(
      fc.record({ address, prefixlen: fc.constant(24), scope: fc.constantFrom('global', null, 'host') }),
      {
        maxLength: 3,
      },
    ),
    master: fc.constantFrom(null, 'red', 'br0', 'eth1'),
  })
  .map(over => aLink('eth1', over))

const device = (name: string, external: boolean): fc.Arbitrary<Link> =>
  fc
    .record({
      vni,
      local: fc.option(address),
      group: fc.option(fc.constantFrom('239.1.1.1', 'ff05::100')),
      remote: fc.option(address),
      link: fc.constantFrom(null, 'eth1', 'nowhere'),
      master: fc.constantFrom(null, 'br0'),
    })
    .map(({ vni, local, group, remote, link, master }) =>
      aVxlanLink(name, { vni: external ? null : vni, external, local, group, remote }, { link, master }),
    )

const links: fc.Arbitrary<Link[]> = fc
  .tuple(underlay, device('vxlan0', false), device('vxlan1', false), device('svd', true), fc.boolean())
  .map(([under, one, two, svd, filtering]) => [
    ...[under, one, two, svd, aBridge('br0', filtering)],
    ...[aLink('red', { kind: 'vrf' }), aLink('host0', { master: 'br0' })],
  ])

const entry: fc.Arbitrary<FdbEntry> = fc
  .record({
    ...{ ifname, mac, vlan, dst: fc.option(remote), vni: fc.option(vni), srcVni: fc.option(vni) },
    nhid: fc.option(fc.constantFrom(7, 8)),
    flags: fc.subarray(['self', 'extern_learn', 'master']),
    master: fc.constantFrom(null, 'br0'),
    state: fc.constantFrom('', 'permanent', 'static', 'stale'),
    printed: fc.constantFrom(null, 'the line'),
  })
  .map(({ mac, dst, ...over }) => anEntry(mac, dst, over))

const nexthops: fc.Arbitrary<Nexthop[]> = fc.array(
  fc.record({ id: fc.constantFrom(7, 9), gateways: fc.array(remote, { maxLength: 3 }) }),
  { maxLength: 2 },
)
const vnis: fc.Arbitrary<VniRange[]> = fc.array(
  fc
    .record({ first: vni, more: fc.nat(2), remote: fc.option(address) })
    .map(({ first, more, remote }) => ({ ifname: 'svd', first, last: first + more, group: null, remote })),
  { maxLength: 2 },
)
const vlanTunnels: fc.Arbitrary<VlanTunnel[]> = fc.array(
  fc.record({
    ...{ ifname: fc.constant('svd'), vlanFirst: fc.constant(20), vlanLast: fc.constant(22) },
    ...{ vniFirst: fc.constant(10020), vniLast: fc.constant(10022) },
  }),
  { maxLength: 1 },
)
const routes: fc.Arbitrary<RouteSource[]> = fc.array(
  fc.record({ remote: address, source: fc.option(address), dev: fc.constant('eth1') }),
  { maxLength: 2 },
)

const node = (name: string): fc.Arbitrary<NodeInput> =>
  fc
    .record({
      reading: fc.option(
        fc.record({ links, fdb: fc.array(entry, { maxLength: 12 }), nexthops, vnis, vlanTunnels, routes }),
        { freq: 8 },
      ),
      status: fc.constantFrom('connected' as const, 'unreachable' as const),
    })
    .map(({ reading, status }) => aNode(name, reading, { status }))

const inputs = fc.tuple(node('a'), node('b10'), node('b9'))
const holds = (check: (inputs: NodeInput[]) => void) =>
  fc.assert(fc.property(inputs, check), { seed: 42, numRuns: 150 })

const isUnicast = (dst: string): boolean => {
  const canonical = canonicalAddress(dst)
  return canonical !== null && !isMulticast(canonical) && !isUnspecified(canonical)
}

describe('any overlay', () => {
  it('has ids that are unique', () => {
    holds(inputs => {
      const { overlay, fdb } = buildOverlay(inputs)
      for (const things of [overlay.vteps, overlay.groups, overlay.tunnels, fdb]) {
        expect(new Set(things.map(({ id }) => id)).size).toBe(things.length)
      }
      expect(new Set(overlay.vnis.map(({ vni }) => vni)).size).toBe(overlay.vnis.length)
    })
  })

  it('knows both ends of every tunnel, and the members of every group and VNI', () => {
    holds(inputs => {
      const { overlay } = buildOverlay(inputs)
      const vteps = new Set(overlay.vteps.map(({ id }) => id))
      for (const { from, to } of overlay.tunnels) expect([vteps.has(from), vteps.has(to)]).toEqual([true, true])
      for (const { members } of overlay.groups) expect(members.every(id => vteps.has(id))).toBe(true)
      for (const { members } of overlay.vnis) {
        for (const { vtep } of members) expect(vtep === null || vteps.has(vtep)).toBe(true)
      }
    })
  })

  it('has a VTEP for every destination of a VXLAN device, with the nodes that the row names', () => {
    holds(inputs => {
      const { overlay, fdb } = buildOverlay(inputs)
      for (const { ifname, dst, dstNodes } of fdb) {
        if (dst === null || !isUnicast(dst) || !['vxlan0', 'vxlan1', 'svd'].includes(ifname)) continue
        const found = overlay.vteps.filter(({ address }) => address === dst)
        expect(found.map(({ nodes }) => nodes)).toContainEqual(dstNodes)
      }
    })
  })

  it('has every entry of every reading as a row, but for those that say the same twice', () => {
    holds(inputs => {
      const { fdb } = buildOverlay(inputs)
      for (const { name, reading } of inputs) {
        const identities = new Set(
          reading?.fdb.map(entry => {
            const dst = entry.dst === null ? null : (canonicalAddress(entry.dst) ?? entry.dst)
            const { used, updated, printed, state, flags, ...identity } = entry
            return JSON.stringify({ ...identity, dst, self: flags.includes('self') })
          }),
        )
        expect(fdb.filter(row => row.node === name)).toHaveLength(identities.size)
      }
    })
  })

  it('has a line of evidence for every kind of every tunnel', () => {
    holds(inputs => {
      for (const { kinds, evidence } of buildOverlay(inputs).overlay.tunnels) {
        expect([...new Set(evidence.map(({ kind }) => kind))]).toEqual(kinds)
        expect(evidence.every(({ text }) => text !== '')).toBe(true)
      }
    })
  })

  it('claims a one-way tunnel only where the other end is live and there is no tunnel back', () => {
    holds(inputs => {
      const { overlay } = buildOverlay(inputs)
      const states = new Map(overlay.nodes.map(({ name, state }) => [name, state]))
      for (const { vni, from, to } of overlay.tunnels.filter(({ oneWay }) => oneWay)) {
        const nodes = overlay.vteps.find(({ id }) => id === to)?.nodes ?? []
        expect(nodes.map(name => states.get(name))).toEqual(nodes.map(() => 'live'))
        expect(overlay.tunnels.some(back => back.vni === vni && back.from === to && back.to === from)).toBe(false)
      }
    })
  })

  it('is the same in whatever order the nodes come', () => {
    holds(inputs => {
      expect(buildOverlay([...inputs].reverse())).toEqual(buildOverlay(inputs))
    })
  })

  it('is the same built anew as built after a change of one node', () => {
    const copy = (input: NodeInput): NodeInput => ({ ...input, reading: input.reading && { ...input.reading } })
    fc.assert(
      fc.property(inputs, node('b9'), ([a, b, c], changed) => {
        buildOverlay([a, b, c])
        expect(buildOverlay([a, b, changed])).toEqual(buildOverlay([a, b, changed].map(copy)))
      }),
      { seed: 42, numRuns: 100 },
    )
  })
})
