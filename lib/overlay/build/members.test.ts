import { describe, expect, it } from 'vitest'
import type { FdbEntry, Reading, VniRange } from '@/lib/model/reading'
import { aFloodEntry, aLocalNode, aNode, anEntry, anUnderlay, aVxlanLink } from '../testing'
import { buildOverlay } from './build'
import { MAX_VNIS } from './members'

const range = (first: number, last: number, over: Partial<VniRange> = {}): VniRange => ({
  ...{ ifname: 'vxlan0', first, last, group: null, remote: null },
  ...over,
})

/** A single VXLAN device as in the samples: VNIs 10010, 10020 to 10022, and 30000 with a group. */
const single = (over: Partial<Reading> = {}) =>
  aNode('a', {
    links: [
      anUnderlay('eth1', '10.0.2.254'),
      aVxlanLink(
        'vxlan0',
        { vni: null, external: true, vnifilter: true, local: '10.0.2.254', port: 4789, learning: false },
        { link: 'eth1', master: 'br0' },
      ),
    ],
    vnis: [range(10010, 10010), range(10020, 10022), range(30000, 30000, { group: '239.9.9.9' })],
    vlanTunnels: [{ ifname: 'vxlan0', vlanFirst: 10, vlanLast: 10, vniFirst: 10010, vniLast: 10010 }],
    fdb: [
      aFloodEntry('10.0.2.253', { vni: 10010, srcVni: 10010 }),
      aFloodEntry('239.9.9.9', { vni: 30000, srcVni: 30000, via: 'eth1' }),
      anEntry('02:00:00:00:0e:01', '10.0.2.253', {
        ...{ vni: 10010, srcVni: 10010, flags: ['self', 'extern_learn'], state: 'permanent' },
      }),
    ],
    ...over,
  })

describe('a single VXLAN device', () => {
  const { overlay } = buildOverlay([single()])

  it('is a member of each VNI of its filter', () => {
    expect(overlay.vnis.map(({ vni }) => vni)).toEqual([10010, 10020, 10021, 10022, 30000])
    expect(overlay.vteps[1]).toMatchObject({ id: 'vtep:10.0.2.254', vnis: [10010, 10020, 10021, 10022, 30000] })
    expect(overlay.vnis[0]?.members).toEqual([
      {
        ...{ node: 'a', ifname: 'vxlan0', vtep: 'vtep:10.0.2.254', group: null },
        ...{ port: 4789, mtu: 1450, learning: false },
      },
    ])
  })

  it('has its groups and tunnels by VNI', () => {
    expect(overlay.groups.map(({ id, members }) => [id, members])).toEqual([
      ['group:30000:239.9.9.9', ['vtep:10.0.2.254']],
    ])
    expect(overlay.tunnels.map(({ id, kinds, macs }) => [id, kinds, macs])).toEqual([
      ['tunnel:10010:10.0.2.254>10.0.2.253', ['flood', 'extern'], 1],
    ])
  })

  it('has the remote of a VNI for a tunnel, with the line it stands on', () => {
    const built = buildOverlay([single({ vnis: [range(7, 8, { remote: '10.0.2.9' })], fdb: [] })])
    expect(built.overlay.tunnels.map(({ id, kinds, evidence }) => [id, kinds, evidence[0]?.text])).toEqual([
      ['tunnel:7:10.0.2.254>10.0.2.9', ['remote'], 'vxlan0 7-8 10.0.2.9'],
      ['tunnel:8:10.0.2.254>10.0.2.9', ['remote'], 'vxlan0 7-8 10.0.2.9'],
    ])
  })

  it('is known by its VLANs and entries where its filter was not read', () => {
    const fdb = [anEntry('02:00:00:00:0e:01', '10.0.2.253', { srcVni: 77 })]
    expect(buildOverlay([single({ vnis: [], fdb })]).overlay.vnis.map(({ vni }) => vni)).toEqual([77, 10010])
  })

  it('with millions of VNIs is shown in those it is seen to use', () => {
    const fdb = [anEntry('02:00:00:00:0e:01', '10.0.2.253', { srcVni: 77 })]
    const built = buildOverlay([single({ vnis: [range(0, MAX_VNIS)], fdb })])
    expect(built.overlay.vnis.map(({ vni }) => vni)).toEqual([77, 10010])
  })
})

describe('members', () => {
  it('of one VNI may be several devices of one node', () => {
    const devices = ['vxlan10', 'vxlan2'].map(name => aVxlanLink(name, { local: '10.0.0.1' }))
    const [vni] = buildOverlay([aNode('b', { links: devices }), aLocalNode('a', '10.0.0.2')]).overlay.vnis
    expect(vni?.members.map(({ node, ifname }) => `${node} ${ifname}`)).toEqual(['a vxlan0', 'b vxlan2', 'b vxlan10'])
  })

  it('tell null where the node told nothing', () => {
    const links = [aVxlanLink('vxlan0', { port: null, learning: null }, { mtu: null })]
    const member = { node: 'a', ifname: 'vxlan0', vtep: null, group: null, port: null, mtu: null, learning: null }
    expect(buildOverlay([aNode('a', { links })]).overlay.vnis).toEqual([{ vni: 42, members: [member] }])
  })

  it('hear a group, and who only sends to it does not', () => {
    const sender = (fdb: FdbEntry[]) => aLocalNode('a', '10.0.0.1', fdb)
    const { groups } = buildOverlay([
      sender([aFloodEntry('239.1.1.1')]),
      aLocalNode('b', '10.0.0.2', [], { group: '239.1.1.1' }),
    ]).overlay
    expect(groups.map(({ members }) => members)).toEqual([['vtep:10.0.0.2']])
  })

  it('in two VRFs are not in one group', () => {
    const inVrf = (name: string, vrf: string) =>
      aNode(name, {
        links: [
          aVxlanLink('vxlan0', { group: '239.1.1.1' }, { link: 'eth1' }),
          anUnderlay('eth1', '10.0.0.1', { master: vrf }),
          { ...anUnderlay(vrf, '10.9.9.9'), kind: 'vrf' },
        ],
      })
    expect(buildOverlay([inVrf('a', 'red'), inVrf('b', 'blue')]).overlay.groups.map(({ id }) => id)).toEqual([
      'group:42:blue/239.1.1.1',
      'group:42:red/239.1.1.1',
    ])
  })
})
