import { describe, expect, it } from 'vitest'
import type { FdbEntry, Link, Vxlan } from '@/lib/model/reading'
import type { NodeInput } from '../build/input'
import { EMPTY_SEEN } from '../build/track'
import {
  aBridge,
  aFloodEntry,
  aLink,
  aNode,
  anEntry,
  anUnderlay,
  aPortEntry,
  aReading,
  aVxlanLink,
  GROUP,
  READ_AT,
} from '../testing'
import { CHECKS } from './all'
import { findIn, idsIn } from './testing'

interface Difference {
  vxlan?: Partial<Vxlan>
  device?: Partial<Link>
  under?: Partial<Link>
  fdb?: FdbEntry[]
  node?: Partial<NodeInput>
  os?: string
}

const ADDRESS: Record<string, string> = { a: '10.0.2.1', b: '10.0.2.2', c: '10.0.2.3', pair: '10.9.9.9' }
const MAC: Record<string, string> = { a: '02:00:00:00:00:0a', b: '02:00:00:00:00:0b', c: '02:00:00:00:00:0c' }
const filter = (mac: string) => anEntry(mac, null, { ifname: 'eth1', state: 'permanent' })
const JOINED = [filter('01:00:5e:00:00:01'), filter('01:00:5e:01:01:01')]

/** A node of the 2014 topology, its VXLAN device with an address of its own. */
const seed = (name: string, { vxlan, device, under, fdb, node, os }: Difference = {}): NodeInput =>
  aNode(
    name,
    {
      profile: { ...aReading().profile, ...(os ? { os, platform: 'vyos' } : {}) },
      links: [
        anUnderlay('eth1', ADDRESS[name] ?? '', under),
        aVxlanLink(
          'vxlan0',
          { group: GROUP, ...vxlan },
          {
            link: 'eth1',
            mac: MAC[name] ?? null,
            addresses: [{ address: `192.0.2.${name.charCodeAt(0)}`, prefixlen: 24, scope: 'global' }],
            ...device,
          },
        ),
      ],
      fdb: fdb ?? [aFloodEntry(GROUP, { via: 'eth1' }), ...JOINED],
    },
    { watch: 'stream', ...node },
  )
const seeds = (c: Difference = {}): NodeInput[] => [seed('a'), seed('b'), seed('c', c)]
const flood = aFloodEntry(GROUP, { via: 'eth1' })

/** A leaf: a bridge with a host's port, and a VXLAN device with a flood list to the others. */
const leaf = (name: string, { vxlan, device, fdb = [], node }: Difference = {}, to = ['a', 'b', 'c']): NodeInput =>
  aNode(
    name,
    {
      links: [
        anUnderlay('eth1', ADDRESS[name] ?? '', { mtu: 1600 }),
        { ...aBridge('br0'), bridge: { ageing: 300, vlanFiltering: false }, mac: MAC[name] ?? null },
        aLink('host0', { master: 'br0' }),
        aVxlanLink('vxlan0', { local: ADDRESS[name] ?? null, ...vxlan }, { master: 'br0', mtu: 1500, ...device }),
      ],
      fdb: [...to.filter(each => each !== name).map(each => aFloodEntry(ADDRESS[each] ?? null)), ...fdb],
    },
    { watch: 'stream', ...node },
  )
const leaves = (c: Difference = {}, to?: string[]): NodeInput[] => [leaf('a'), leaf('b'), leaf('c', c, to)]
/** Half of a pair that stands behind one address on purpose. */
const pairOf = (name: string): NodeInput => {
  const lo = aLink('lo', { addresses: [{ address: ADDRESS.pair ?? '', prefixlen: 32, scope: 'global' }] })
  const vxlan = aVxlanLink('vxlan0', { local: ADDRESS.pair ?? null }, { master: 'br0', mtu: 1500 })
  const bridge = { ...aBridge('br0'), bridge: { ageing: 300, vlanFiltering: false } }
  return aNode(name, { links: [lo, bridge, vxlan], fdb: [aFloodEntry(ADDRESS.c ?? null)] }, { watch: 'stream' })
}
const HOST = '02:00:00:00:aa:01'

describe('healthy overlays', () => {
  it.each([
    ['a group', seeds()],
    ['head-end replication', leaves()],
    ['learned both ways', [seed('a', { fdb: [flood, ...JOINED, anEntry(MAC.b ?? '', '10.0.2.2')] }), seed('b')]],
    ['learned one way: the other has aged', [leaf('a', { fdb: [anEntry(HOST, '10.0.2.2')] }), leaf('b'), leaf('c')]],
    ['a node that was never read', [seed('a'), aNode('b', null, { status: 'connecting' })]],
    ['a pair with one loopback address', [pairOf('a'), pairOf('b'), leaf('c', {}, ['pair'])]],
  ])('%s', (_, nodes) => {
    expect(idsIn(nodes)).toEqual([])
  })

  it('of a node that is stale nothing is said but that it is not reached', () => {
    const error = { code: 'unreachable' as const, message: 'No answer.', hint: 'Look.' }
    const c = { device: { up: false, mtu: 9000 }, vxlan: { port: 4789, group: '239.9.9.9' } }
    expect(idsIn(seeds({ ...c, node: { status: 'unreachable', error } }))).toEqual(['nodeUnreachable/node:c'])
  })
})

describe('faults, each found as itself alone', () => {
  const error = { code: 'timeout' as const, message: 'Too slow.', hint: '' }
  it.each<[string, NodeInput[], string[]]>([
    ['one member', [seed('a')], ['vniAlone/vni:42']],
    ['port', seeds({ vxlan: { port: 4789 } }), ['portMismatch/vni:42']],
    ['group', seeds({ vxlan: { group: '239.1.1.2' }, fdb: [aFloodEntry('239.1.1.2')] }), ['groupMismatch/vni:42']],
    ['not joined', seeds({ fdb: [flood, filter('01:00:5e:00:00:01')] }), ['groupUnheard/node:c/vxlan0']],
    [
      'no underlay device',
      seeds({ device: { link: null }, vxlan: { local: '10.0.2.3' } }),
      ['groupUnheard/node:c/vxlan0'],
    ],
    [
      'VyOS 1.1.0',
      seeds({ device: { link: null }, vxlan: { local: '10.0.2.3' }, os: 'VyOS 1.1.0' }),
      ['vyosLink/node:c/vxlan0', 'groupUnheard/node:c/vxlan0 < vyosLink/node:c/vxlan0'],
    ],
    [
      'MTU over its underlay',
      seeds({ device: { mtu: 1500 } }),
      ['mtuUnderlay/node:c/vxlan0', 'mtuPeers/vni:42 < mtuUnderlay/node:c/vxlan0'],
    ],
    ['MTU under its peers', seeds({ device: { mtu: 1400 } }), ['mtuPeers/vni:42']],
    [
      'device down',
      seeds({ device: { up: false }, fdb: [flood, filter('01:00:5e:00:00:01')] }),
      ['deviceDown/node:c/vxlan0', 'groupUnheard/node:c/vxlan0 < deviceDown/node:c/vxlan0'],
    ],
    ['no carrier', seeds({ under: { operstate: 'LOWERLAYERDOWN' } }), ['underlayDown/node:c/vxlan0']],
    ['no bridge, no address', seeds({ device: { addresses: [] } }), ['nobodyUses/node:c/vxlan0']],
    ['flood entry lost', seeds({ fdb: JOINED }), ['floodGone/node:c/vxlan0']],
    [
      'flood list lacks one',
      leaves({}, ['a']),
      ['floodMissing/vni:42/c>10.0.2.2', 'oneWayTunnel/tunnel:42:10.0.2.2>10.0.2.3 < floodMissing/vni:42/c>10.0.2.2'],
    ],
    [
      'flood list names who has not the VNI',
      [leaf('a', {}, ['b', 'c']), leaf('b', {}, ['a']), leaf('c', { vxlan: { vni: 43 } }, [])],
      ['floodUnexpected/node:a/42>10.0.2.3', 'vniAlone/vni:43'],
    ],
    [
      'alone but for a stranger that no route leads to',
      [leaf('a', { vxlan: { remote: '10.0.2.9', local: null }, fdb: [aFloodEntry('10.0.2.9')] }, [])],
      [],
    ],
    ['ghost', [leaf('a', {}, ['b', 'c']), leaf('b', {}, ['a'])], ['ghostVtep/vtep:10.0.2.3']],
    [
      'one address twice',
      [
        seed('a'),
        seed('b'),
        seed('c', { under: { addresses: [{ address: '10.0.2.1', prefixlen: 24, scope: 'global' }] } }),
      ],
      ['addressTwice/vtep:10.0.2.1'],
    ],
    ['one MAC twice', seeds({ device: { mac: MAC.a ?? null } }), [`macTwice/mac:42/${MAC.a}`]],
    ['learning off', seeds({ vxlan: { learning: false } }), ['learningOff/node:c/vxlan0']],
    ['ageing of a peer', seeds({ vxlan: { ageing: 60 } }), ['ageingPeers/vni:42']],
    [
      'both families',
      [
        seed('a'),
        seed('b', {
          vxlan: { group: null, local: 'fd00::2' },
          under: { mtu: 1600 },
          fdb: [aFloodEntry('10.0.2.1')],
        }),
      ],
      [
        'familyMixed/vni:42',
        'oneWayTunnel/tunnel:42:fd00::2>10.0.2.1 < familyMixed/vni:42',
        'floodMissing/vni:42/a>fd00::2 < familyMixed/vni:42',
      ],
    ],
    ['reading fails', seeds({ node: { error } }), ['readingFailed/node:c']],
    ['refused', seeds({ node: { status: 'refused', error: { ...error, code: 'auth' } } }), ['nodeRefused/node:c']],
    ['polled', seeds({ node: { watch: 'poll' } }), ['polled/node:c']],
    [
      'nearly full',
      seeds({
        device: { evidence: 'vxlan id 42 ageing 300 maxaddr 2' },
        fdb: [flood, ...JOINED, anEntry(MAC.a ?? '', '10.0.2.1')],
      }),
      ['fdbLimit/node:c/vxlan0'],
    ],
    [
      'static entry to where the MAC is not',
      seeds({ fdb: [flood, ...JOINED, anEntry(MAC.a ?? '', '10.0.2.2', { state: 'static' })] }),
      [`staleEntry/mac:42/${MAC.a}/c/vxlan0`],
    ],
    [
      'static entry that the bridge lacks',
      leaves({ fdb: [anEntry(HOST, '10.0.2.1', { state: 'static' })] }),
      ['bridgeLacks/node:c/vxlan0'],
    ],
  ])('%s', (_, nodes, ids) => {
    expect(idsIn(nodes)).toEqual(ids)
  })

  it('lines that could not be read', () => {
    const node = seed('a')
    const outputs = [
      { command: 'ip -d link show', format: 'text' as const, output: '', issues: [{ line: 2, text: '??' }] },
    ]
    const broken = { ...node, reading: node.reading && { ...node.reading, outputs } }
    expect(findIn([broken, seed('b')])).toMatchObject([{ id: 'unreadLines/node:a', evidence: [{ text: '??' }] }])
  })

  it('ageing of bridge and device', () => {
    expect(idsIn(['a', 'b', 'c'].map(name => leaf(name, { vxlan: { ageing: 900 } })))).toEqual(
      ['a', 'b', 'c'].map(name => `ageingBridge/node:${name}/vxlan0`),
    )
  })
})

describe('what only time tells', () => {
  const behind = (mac: string) => [aPortEntry(mac, 'host0', { used: 0, updated: 0 })]
  const learned = leaves({ fdb: [anEntry(HOST, '10.0.2.1', { updated: 0, used: 0 })] })
  const at = (seconds: number) => ({ now: READ_AT + seconds * 1000 })

  it('a bridge that lacks what it must still know: not at once, and not once it may have forgotten', () => {
    expect([1, 29, 31, 294, 296].map(seconds => idsIn(learned, at(seconds)).length)).toEqual([0, 0, 1, 1, 0])
  })

  it('a bridge that has it says nothing', () => {
    const fdb = [anEntry(HOST, '10.0.2.1'), aPortEntry(HOST, 'vxlan0')]
    expect(idsIn(leaves({ fdb }), at(60))).toEqual([])
  })

  it('a learned entry that points where the MAC was has its grace', () => {
    const nodes = [
      leaf('a'),
      leaf('b', { fdb: behind(HOST) }),
      leaf('c', { fdb: [anEntry(HOST, '10.0.2.1'), aPortEntry(HOST, 'vxlan0')] }),
    ]
    expect([1, 31].map(seconds => idsIn(nodes, at(seconds)))).toEqual([[], [`staleEntry/mac:42/${HOST}/c/vxlan0`]])
  })

  it('a MAC behind two nodes: both refreshed after both were learned, not the old entry of one that moved', () => {
    const entry = (updated: number): FdbEntry => aPortEntry(HOST, 'host0', { updated })
    const seenAt = (name: string, ago: number) => ({
      ...EMPTY_SEEN,
      firstSeen: new Map([[`fdb:${name}/host0/${HOST}////////master=br0`, READ_AT - ago * 1000]]),
    })
    const two = (updated: number) => [
      leaf('a', { fdb: [entry(updated)], node: { seen: seenAt('a', 300) } }),
      leaf('b', { fdb: [entry(1)], node: { seen: seenAt('b', 100) } }),
      leaf('c'),
    ]
    expect([150, 50].map(updated => idsIn(two(updated)))).toEqual([[], [`macTwice/mac:42/${HOST}`]])
  })

  it('a flapping MAC, until it has been still for as long as the rule looks back', () => {
    const flap = { node: 'a', ifname: 'vxlan0', vni: 42, mac: HOST, last: READ_AT, within: 180_000 }
    expect([1, 181].map(seconds => idsIn(leaves(), { ...at(seconds), flaps: [flap] }))).toEqual([
      [`flappingMac/mac:42/${HOST}`],
      [],
    ])
  })
})

describe('a finding', () => {
  it('shows lines of both sides', () => {
    const [found] = findIn(seeds({ vxlan: { port: 4789 } }))
    expect(found?.evidence.map(({ node }) => node)).toEqual(['c', 'a'])
    expect(found?.verdict).toBe('In VNI 42 c uses UDP port 4789, a and b 8472: they never hear each other.')
  })

  it('of a device that nothing uses tells of what is no address to use', () => {
    const linkLocal = [{ address: 'fe80::1', prefixlen: 64, scope: 'link' }]
    const verdictOf = (addresses: Link['addresses']) => findIn(seeds({ device: { addresses } }))[0]?.verdict
    expect(verdictOf([])).toBe('vxlan0 on c is in no bridge and has no address: nothing uses it.')
    expect(verdictOf(linkLocal)).toBe(
      'vxlan0 on c is in no bridge and has no address but a link-local one: nothing uses it.',
    )
  })

  it('says that groups that differ are heard all the same where the nodes are in both by other devices', () => {
    const nodes = seeds({ vxlan: { group: '239.1.1.2' } })
    const joined = (vni: number, group: string) => aVxlanLink(`vxlan${vni}`, { vni, group }, { link: 'eth1' })
    const both = nodes.map(node => {
      const links = [...(node.reading?.links ?? []), joined(7, GROUP), joined(8, '239.1.1.2')]
      return { ...node, reading: node.reading && { ...node.reading, links } }
    })
    const verdictOf = (all: readonly NodeInput[]) =>
      findIn(all).find(({ id }) => id === 'groupMismatch/vni:42')?.verdict
    expect(verdictOf(nodes)).toMatch(/broadcast between them is lost\.$/)
    expect(verdictOf(both)).toMatch(/heard only as other devices of these nodes have joined both\.$/)
  })

  it('is mended on the odd one out', () => {
    const [found] = findIn(seeds({ vxlan: { port: 4789 } }))
    expect(found?.mend).toEqual([{ change: { node: 'c', action: 'update', name: 'vxlan0', port: 8472 } }])
  })

  it('about many MACs of one device is one', () => {
    const fdb = [1, 2, 3].map(last => anEntry(`02:00:00:00:aa:0${last}`, '10.0.2.1', { state: 'static' }))
    const found = findIn(leaves({ fdb }))
    expect(found.map(({ verdict }) => verdict)).toEqual([
      '3 MACs are on c in vxlan0’s table and not in that of br0: frames to them are flooded to every port.',
    ])
  })
})

it('every check has an id of its own and says what it means and how it is found', () => {
  expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length)
  for (const { means, how } of CHECKS) expect([means, how].every(text => text.endsWith('.'))).toBe(true)
})
