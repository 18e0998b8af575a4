import { describe, expect, it } from 'vitest'
import { FdbRow, Overlay } from '@/lib/model/overlay'
import { aFloodEntry, aLocalNode, aNode, anEntry, anUnderlay, aSeedNode, aVxlanLink, GROUP } from '../testing'
import { buildOverlay } from './build'

const VYOS01_MAC = '86:24:26:b2:11:5c'
const VYOS02_MAC = '4e:69:a4:a7:ef:1c'

/** The 2014 topology after ubuntu has pinged both routers. */
const seed = () => [
  aSeedNode('vyos01', '10.0.2.254'),
  aSeedNode('vyos02', '10.0.2.253'),
  aSeedNode('ubuntu', '10.0.2.1', [
    anEntry(VYOS01_MAC, '10.0.2.254', { printed: `${VYOS01_MAC} dev vxlan0 dst 10.0.2.254 self` }),
    anEntry(VYOS02_MAC, '10.0.2.253'),
  ]),
]

describe('the 2014 topology', () => {
  const { overlay, fdb } = buildOverlay(seed())

  it('is what the schemas say', () => {
    expect(Overlay.parse(overlay)).toEqual(overlay)
    expect(FdbRow.array().parse(fdb)).toEqual(fdb)
  })

  it('has three nodes, three VTEPs, one VNI and one group', () => {
    expect(overlay.nodes.map(({ name }) => name)).toEqual(['ubuntu', 'vyos01', 'vyos02'])
    expect(overlay.vteps.map(({ id, nodes }) => [id, nodes])).toEqual([
      ['vtep:10.0.2.1', ['ubuntu']],
      ['vtep:10.0.2.253', ['vyos02']],
      ['vtep:10.0.2.254', ['vyos01']],
    ])
    expect(overlay.vnis.map(({ vni, members }) => [vni, members.map(({ vtep }) => vtep)])).toEqual([
      [42, ['vtep:10.0.2.1', 'vtep:10.0.2.254', 'vtep:10.0.2.253']],
    ])
    expect(overlay.groups).toEqual([
      {
        id: 'group:42:239.1.1.1',
        vni: 42,
        address: GROUP,
        members: ['vtep:10.0.2.1', 'vtep:10.0.2.253', 'vtep:10.0.2.254'],
      },
    ])
  })

  it('has tunnels from ubuntu to both routers, each with the line it is believed by', () => {
    expect(overlay.tunnels.map(({ id, kinds, macs, oneWay }) => ({ id, kinds, macs, oneWay }))).toEqual([
      { id: 'tunnel:42:10.0.2.1>10.0.2.253', kinds: ['learned'], macs: 1, oneWay: false },
      { id: 'tunnel:42:10.0.2.1>10.0.2.254', kinds: ['learned'], macs: 1, oneWay: false },
    ])
    expect(overlay.tunnels[1]?.evidence).toEqual([
      {
        kind: 'learned',
        node: 'ubuntu',
        command: 'bridge -j -s -d fdb show',
        text: `${VYOS01_MAC} dev vxlan0 dst 10.0.2.254 self`,
        rendered: false,
        readAt: '2026-11-22T12:00:00.000Z',
      },
    ])
    expect(overlay.tunnels[0]?.evidence[0]).toMatchObject({
      text: `${VYOS02_MAC} dev vxlan0 dst 10.0.2.253 used 1/2 self`,
      rendered: true,
    })
  })

  it('resolves rows to the nodes behind them', () => {
    const learned = fdb.filter(({ kind }) => kind === 'learned')
    expect(learned.map(({ node, mac, vni, dstNodes }) => [node, mac, vni, dstNodes])).toEqual([
      ['ubuntu', VYOS02_MAC, 42, ['vyos02']],
      ['ubuntu', VYOS01_MAC, 42, ['vyos01']],
    ])
  })
})

describe('tunnels', () => {
  const tunnelsOf = (...nodes: Parameters<typeof buildOverlay>[0]) =>
    buildOverlay(nodes).overlay.tunnels.map(({ id, kinds, oneWay }) => [id, kinds.join(), oneWay])

  it('come from flood lists, one per remote', () => {
    const node = aLocalNode('a', '10.0.0.1', [aFloodEntry('10.0.0.2'), aFloodEntry('10.0.0.3')])
    expect(tunnelsOf(node)).toEqual([
      ['tunnel:42:10.0.0.1>10.0.0.2', 'flood', false],
      ['tunnel:42:10.0.0.1>10.0.0.3', 'flood', false],
    ])
  })

  it('call the all-zero entry of the configured remote by that name, and every other one a flood list', () => {
    const fdb = [aFloodEntry('10.0.0.2'), aFloodEntry('10.0.0.3')]
    expect(tunnelsOf(aLocalNode('a', '10.0.0.1', fdb, { remote: '10.0.0.2' }))).toEqual([
      ['tunnel:42:10.0.0.1>10.0.0.2', 'remote', false],
      ['tunnel:42:10.0.0.1>10.0.0.3', 'flood', false],
    ])
  })

  it('name every kind they are known by, and count each MAC once', () => {
    const fdb = [
      anEntry('02:00:00:00:00:01', '10.0.0.2'),
      anEntry('02:00:00:00:00:01', '10.0.0.2', { port: 4789 }),
      anEntry('02:00:00:00:00:02', '10.0.0.2', { state: 'static' }),
      anEntry('02:00:00:00:00:03', '10.0.0.2', { flags: ['self', 'extern_learn'], state: 'permanent' }),
      aFloodEntry('10.0.0.2'),
    ]
    const [tunnel] = buildOverlay([aLocalNode('a', '10.0.0.1', fdb)]).overlay.tunnels
    expect(tunnel).toMatchObject({ kinds: ['flood', 'static', 'extern', 'learned'], macs: 3 })
  })

  it('keep the first evidence of each kind however many rows there are', () => {
    const many = Array.from({ length: 500 }, (_, index) => anEntry(`02:00:00:00:${index}`, '10.0.0.2'))
    const [tunnel] = buildOverlay([aLocalNode('a', '10.0.0.1', [...many, aFloodEntry('10.0.0.2')])]).overlay.tunnels
    expect(tunnel?.macs).toBe(500)
    expect(tunnel?.evidence).toHaveLength(10)
    expect(tunnel?.evidence[0]?.kind).toBe('flood')
  })

  it('lead to each VTEP of a next-hop group', () => {
    const links = [aVxlanLink('vxlan0', { local: '10.0.0.1' })]
    const fdb = [anEntry('02:00:00:00:0e:01', null, { nhid: 102, state: 'permanent' })]
    const nexthops = [{ id: 102, gateways: ['10.0.0.2', '10.0.0.3'] }]
    const built = buildOverlay([aNode('a', { links, fdb, nexthops }), aLocalNode('c', '10.0.0.3')])
    expect(built.overlay.tunnels.map(({ to, kinds, macs }) => [to, kinds, macs])).toEqual([
      ['vtep:10.0.0.2', ['static'], 1],
      ['vtep:10.0.0.3', ['static'], 1],
    ])
    expect(built.fdb.map(({ dst, dstNodes }) => [dst, dstNodes])).toEqual([[null, ['c']]])
  })

  it('go by the VNI an entry sends with', () => {
    expect(tunnelsOf(aLocalNode('a', '10.0.0.1', [anEntry('02:00:00:00:00:01', '10.0.0.2', { vni: 4242 })]))).toEqual([
      ['tunnel:4242:10.0.0.1>10.0.0.2', 'learned', false],
    ])
  })

  it('have no start where the own address is unknown, but the other end is there', () => {
    const { overlay } = buildOverlay([aNode('a', { links: [aVxlanLink('vxlan0', { remote: '10.0.0.2' })] })])
    expect(overlay.tunnels).toEqual([])
    expect(overlay.vnis[0]?.members[0]?.vtep).toBeNull()
    expect(overlay.vteps.map(({ id, nodes }) => [id, nodes])).toEqual([['vtep:10.0.0.2', []]])
  })

  it('never lead to a multicast group', () => {
    expect(tunnelsOf(aSeedNode('a', '10.0.2.1'))).toEqual([])
  })
})

describe('one-way tunnels', () => {
  const oneWays = (...nodes: Parameters<typeof buildOverlay>[0]) =>
    buildOverlay(nodes)
      .overlay.tunnels.filter(({ oneWay }) => oneWay)
      .map(({ id }) => id)
  const toB = aLocalNode('a', '10.0.0.1', [aFloodEntry('10.0.0.2')])

  it('are those whose other end knows no way back', () => {
    expect(oneWays(toB, aLocalNode('b', '10.0.0.2'))).toEqual(['tunnel:42:10.0.0.1>10.0.0.2'])
  })

  it('are not those with an entry of any kind for the way back', () => {
    expect(oneWays(toB, aLocalNode('b', '10.0.0.2', [anEntry('02:00:00:00:00:01', '10.0.0.1')]))).toEqual([])
  })

  it('are not claimed of a node that is stale, never read or nobody of ours', () => {
    expect(oneWays(toB, aLocalNode('b', '10.0.0.2', [], {}, { status: 'unreachable' }))).toEqual([])
    expect(oneWays(toB, aNode('b', null))).toEqual([])
    expect(oneWays(toB)).toEqual([])
  })

  it('are not claimed by a stale node', () => {
    expect(oneWays({ ...toB, status: 'unreachable' }, aLocalNode('b', '10.0.0.2'))).toEqual([])
  })

  it('are not claimed where the other end has another VNI', () => {
    expect(oneWays(toB, aLocalNode('b', '10.0.0.2', [], { vni: 43 }))).toEqual([])
  })

  it('are not claimed where both share a group, or the other end sends to one we hear', () => {
    const a = aSeedNode('a', '10.0.2.1', [anEntry('02:00:00:00:00:01', '10.0.2.2')])
    expect(oneWays(a, aSeedNode('b', '10.0.2.2'))).toEqual([])
    expect(oneWays(a, aLocalNode('b', '10.0.2.2', [aFloodEntry(GROUP)]))).toEqual([])
    expect(oneWays(a, aLocalNode('b', '10.0.2.2'))).toEqual(['tunnel:42:10.0.2.1>10.0.2.2'])
  })

  it('are not claimed of an address that stands on two nodes, one of which knows the way back', () => {
    const back = aLocalNode('c', '10.0.0.2', [aFloodEntry('10.0.0.1')])
    expect(oneWays(toB, aLocalNode('b', '10.0.0.2'), back)).toEqual([])
  })
})

describe('VTEPs', () => {
  const vtepsOf = (...nodes: Parameters<typeof buildOverlay>[0]) => buildOverlay(nodes).overlay.vteps

  it('are ghosts where no node has the address', () => {
    const vteps = vtepsOf(aLocalNode('a', '10.0.0.1', [aFloodEntry('10.0.0.9')]))
    expect(vteps.at(-1)).toEqual({
      ...{ id: 'vtep:10.0.0.9', address: '10.0.0.9', underlay: '', nodes: [], vnis: [42], state: 'live' },
    })
  })

  it('are no ghosts where a node has the address without a VXLAN device on it', () => {
    const vteps = vtepsOf(
      aLocalNode('a', '10.0.0.1', [aFloodEntry('10.0.0.2')]),
      aNode('b', { links: [anUnderlay('eth1', '10.0.0.2')] }),
    )
    expect(vteps.at(-1)?.nodes).toEqual(['b'])
  })

  it('name both nodes that have one address', () => {
    expect(vtepsOf(aLocalNode('b', '10.0.0.1'), aLocalNode('a', '10.0.0.1')).map(({ nodes }) => nodes)).toEqual([
      ['a', 'b'],
    ])
  })

  it('of a node that does not answer are stale, and live again by another node that has them', () => {
    const lost = aLocalNode('a', '10.0.0.1', [], {}, { status: 'unreachable' })
    expect(vtepsOf(lost)[0]?.state).toBe('stale')
    expect(vtepsOf(lost, aLocalNode('b', '10.0.0.1'))[0]?.state).toBe('live')
  })

  it('are kept apart by VRF', () => {
    const inVrf = (name: string, vrf: string) =>
      aNode(name, {
        links: [
          aVxlanLink('vxlan0', {}, { link: 'eth1.7' }),
          anUnderlay('eth1.7', '10.0.0.1', { master: vrf }),
          { ...anUnderlay(vrf, '10.9.9.9'), kind: 'vrf', addresses: [] },
        ],
        fdb: [aFloodEntry('10.0.0.2')],
      })
    const { overlay } = buildOverlay([inVrf('a', 'red'), inVrf('b', 'blue'), aLocalNode('c', '10.0.0.1')])
    expect(overlay.vteps.map(({ id, underlay, nodes }) => [id, underlay, nodes.join()])).toEqual([
      ['vtep:10.0.0.1', '', 'c'],
      ['vtep:blue/10.0.0.1', 'blue', 'b'],
      ['vtep:blue/10.0.0.2', 'blue', ''],
      ['vtep:red/10.0.0.1', 'red', 'a'],
      ['vtep:red/10.0.0.2', 'red', ''],
    ])
    expect(overlay.tunnels.map(({ id }) => id)).toEqual([
      'tunnel:42:blue/10.0.0.1>blue/10.0.0.2',
      'tunnel:42:red/10.0.0.1>red/10.0.0.2',
    ])
  })

  it('of IPv6 are one, however the address is written, and an IPv4-mapped one is IPv4', () => {
    const { overlay } = buildOverlay([
      aLocalNode('a', 'FD00:0:0::254', [aFloodEntry('fd00:0::0253')]),
      aLocalNode('b', 'fd00::253'),
      aLocalNode('c', '::ffff:10.0.0.1'),
    ])
    expect(overlay.vteps.map(({ id, nodes }) => [id, nodes.join()])).toEqual([
      ['vtep:10.0.0.1', 'c'],
      ['vtep:fd00::253', 'b'],
      ['vtep:fd00::254', 'a'],
    ])
    expect(overlay.tunnels.map(({ id }) => id)).toEqual(['tunnel:42:fd00::254>fd00::253'])
  })
})

describe('a node that does not answer', () => {
  it('keeps what was read, as stale', () => {
    const [vyos01, vyos02, ubuntu] = seed()
    if (!vyos01 || !vyos02 || !ubuntu) throw new Error('no seed')
    const error = { code: 'timeout', message: 'no answer', hint: 'is it up?' }
    const { overlay, fdb } = buildOverlay([vyos01, vyos02, { ...ubuntu, status: 'unreachable', error }])
    expect(overlay.nodes[0]).toMatchObject({ state: 'stale', status: 'unreachable', error })
    expect(overlay.tunnels.map(({ state }) => state)).toEqual(['stale', 'stale'])
    expect(new Set(fdb.filter(({ node }) => node === 'ubuntu').map(({ state }) => state))).toEqual(new Set(['stale']))
  })

  it('is stale too when it is connected and its last re-reading failed', () => {
    const error = { code: 'exitStatus', message: 'ip failed', hint: 'try it' }
    expect(buildOverlay([aSeedNode('a', '10.0.2.1', [], { error })]).overlay.nodes[0]?.state).toBe('stale')
  })

  it('is unknown when it was never read', () => {
    const { overlay, fdb } = buildOverlay([aNode('a', null, { status: 'connecting' })])
    expect(overlay).toMatchObject({ nodes: [{ state: 'unknown', readAt: null, platform: 'unknown' }], vteps: [] })
    expect(fdb).toEqual([])
  })
})

describe('building again', () => {
  it('gives the very same rows as long as nothing has changed', () => {
    const inputs = seed()
    const first = buildOverlay(inputs).fdb
    const again = buildOverlay(inputs.map(input => ({ ...input }))).fdb
    expect(again.every((row, index) => row === first[index])).toBe(true)
  })

  it('resolves rows anew when another node turns out to have their destination', () => {
    const [vyos01, , ubuntu] = seed()
    if (!vyos01 || !ubuntu) throw new Error('no seed')
    const dstNodes = (inputs: Parameters<typeof buildOverlay>[0]) =>
      buildOverlay(inputs).fdb.find(({ mac }) => mac === VYOS02_MAC)?.dstNodes
    expect(dstNodes([vyos01, ubuntu])).toEqual([])
    expect(dstNodes([vyos01, ubuntu, aSeedNode('vyos02', '10.0.2.253')])).toEqual(['vyos02'])
  })
})
