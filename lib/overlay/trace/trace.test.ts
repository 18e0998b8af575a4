import { describe, expect, it } from 'vitest'
import type { Trace } from '@/lib/model/trace'
import type { NodeInput } from '../build/input'
import { aBridge, aFloodEntry, aLink, aNode, anEntry, anUnderlay, aPortEntry, aVxlanLink, GROUP } from '../testing'
import { neighboursOf, trace } from './testing'

const MACS = { a: '02:00:00:00:0a:00', b: '02:00:00:00:0b:00', c: '02:00:00:00:0c:00' }
type Name = keyof typeof MACS
const VTEP: Record<Name, string> = { a: '10.0.2.1', b: '10.0.2.2', c: '10.0.2.3' }
const IP: Record<Name, string> = { a: '10.0.1.1', b: '10.0.1.2', c: '10.0.1.3' }

/** A node as in 2014: its VXLAN device has the address, and a group. */
const seed = (
  name: Name,
  {
    vxlan = {},
    link = {},
    fdb = [],
    under = {},
    over = {},
  }: Record<string, object> & { fdb?: ReturnType<typeof anEntry>[] } = {},
): NodeInput =>
  aNode(
    name,
    {
      links: [
        anUnderlay('eth1', VTEP[name], under),
        aVxlanLink(
          'vxlan0',
          { group: GROUP, ...vxlan },
          {
            link: 'eth1',
            mac: MACS[name],
            addresses: [{ address: IP[name], prefixlen: 24, scope: 'global' }],
            ...link,
          },
        ),
      ],
      fdb: [aFloodEntry(GROUP, { via: 'eth1' }), ...fdb],
    },
    over,
  )

/** A second VTEP of a node. */
const withAddress = ({ reading }: NodeInput, address: string) => ({
  ...reading,
  links: [
    ...(reading?.links ?? []),
    anUnderlay('eth9', address),
    aVxlanLink('vxlan9', { vni: 9, local: address }, { link: 'eth9' }),
  ],
})

const all = (): NodeInput[] => [seed('a'), seed('b'), seed('c')]
const steps = ({ hops }: Pick<Trace, 'hops'>): string[] =>
  hops.map(({ node, step, outcome }) => `${node} ${step} ${outcome}`)

describe('a frame whose MAC the device knows', () => {
  const nodes = [seed('a', { fdb: [anEntry(MACS.b, VTEP.b)] }), seed('b'), seed('c')]

  it('goes unicast, is taken there, and is answered by what it taught', () => {
    const found = trace(nodes, { from: 'a', to: MACS.b })
    expect(found).toMatchObject({
      verdict: 'unicast',
      sent: { by: 'unicast', destinations: [VTEP.b], source: VTEP.a, port: 8472, vni: 42, device: 'eth1' },
      broken: null,
      back: { verdict: 'unicast', sent: { by: 'unicast', destinations: [VTEP.a], source: VTEP.b } },
    })
    expect(steps(found)).toEqual([
      'a start goes',
      'a table unicast',
      'a underlay goes',
      'b arrive goes',
      'b deliver here',
    ])
    expect(found.hops.flatMap(({ evidence }) => evidence.map(({ text }) => text))).toContain(
      `${MACS.b} dev vxlan0 dst ${VTEP.b} used 1/2 self`,
    )
  })

  it('is traced from a MAC or an address, too', () => {
    for (const from of [MACS.a, IP.a]) expect(trace(nodes, { from, to: MACS.b }).verdict).toBe('unicast')
  })

  it('passes what stands in the graph', () => {
    expect(trace(nodes, { from: 'a', to: MACS.b }).path).toEqual([
      `vtep:${VTEP.a}`,
      `vtep:${VTEP.b}`,
      `tunnel:42:${VTEP.a}>${VTEP.b}`,
      `tunnel:42:${VTEP.b}>${VTEP.a}`,
    ])
  })
})

describe('a frame whose MAC nobody has taught', () => {
  it('is flooded to the group, and reaches who has it', () => {
    const found = trace(all(), { from: 'a', to: MACS.b })
    expect(found).toMatchObject({ verdict: 'flood', sent: { by: 'flood', destinations: [GROUP] }, broken: null })
    expect(found.back).toMatchObject({ verdict: 'unicast', sent: { by: 'unicast', destinations: [VTEP.a] } })
    expect(found.hops.find(({ step }) => step === 'arrive')?.decision).toBe('b, c get it.')
  })

  it('reaches a device of another group where the node is in that one by another device', () => {
    const odd = seed('b', { vxlan: { group: '239.1.1.2' } })
    const links = [...(odd.reading?.links ?? []), aVxlanLink('vxlan7', { vni: 7, group: GROUP }, { link: 'eth1' })]
    const hears = aNode('b', { ...odd.reading, links })
    expect(trace([seed('a'), hears], { from: 'a', to: MACS.b })).toMatchObject({ verdict: 'flood', broken: null })
    const down = links.map(link => (link.ifname === 'vxlan7' ? { ...link, up: false } : link))
    const deaf = aNode('b', { ...odd.reading, links: down })
    expect(trace([seed('a'), deaf], { from: 'a', to: MACS.b }).broken?.why).toBe('otherGroup')
  })

  it('is answered by flooding where the far end doesn’t learn', () => {
    const deaf = seed('b', { vxlan: { learning: false } })
    expect(trace([seed('a'), deaf, seed('c')], { from: 'a', to: MACS.b }).back?.sent).toMatchObject({
      ...{ by: 'flood', destinations: [GROUP] },
    })
  })

  it('of whom nobody knows where it is may be anywhere', () => {
    expect(trace(all(), { from: 'a', to: '02:00:00:00:ff:01' })).toMatchObject({
      ...{ verdict: 'flood', back: null, to: { node: null } },
    })
  })
})

describe('an address', () => {
  it('that the sender has no answer for is asked for: a broadcast, whatever the table knows', () => {
    const nodes = [seed('a', { fdb: [anEntry(MACS.b, VTEP.b)] }), seed('b')]
    const found = trace(nodes, { from: 'a', to: IP.b }, { neighbours: neighboursOf('a', []) })
    expect(found).toMatchObject({ asks: true, verdict: 'flood', sent: { by: 'flood' }, to: { mac: MACS.b, node: 'b' } })
    expect(found.back).toMatchObject({ sent: { by: 'unicast', destinations: [VTEP.a] } })
  })

  it('that the sender has an answer for goes by its MAC', () => {
    const nodes = [seed('a', { fdb: [anEntry(MACS.b, VTEP.b)] }), seed('b')]
    const neighbours = neighboursOf('a', [{ ifname: 'vxlan0', address: IP.b, mac: MACS.b, state: 'STALE' }])
    const found = trace(nodes, { from: 'a', to: IP.b }, { neighbours })
    expect(found).toMatchObject({ asks: false, verdict: 'unicast' })
    expect(found.hops[1]?.evidence[0]?.text).toBe(`${IP.b} dev vxlan0 lladdr ${MACS.b} STALE`)
  })

  it.each(['FAILED', 'INCOMPLETE'])('that is %s is asked for', state => {
    const neighbours = neighboursOf('a', [{ ifname: 'vxlan0', address: IP.b, mac: null, state }])
    expect(trace(all(), { from: 'a', to: IP.b }, { neighbours }).asks).toBe(true)
  })

  it('of which the sender wasn’t asked leaves that open', () => {
    expect(trace(all(), { from: 'a', to: IP.b })).toMatchObject({ asks: null, verdict: 'flood' })
  })
})

describe('what breaks it', () => {
  const cases: [string, NodeInput[], string, string][] = [
    ['a device that is down here', [seed('a', { link: { up: false } }), seed('b')], 'deviceDown', 'a'],
    ['a device that is down there', [seed('a'), seed('b', { link: { up: false } })], 'deviceDown', 'b'],
    ['an underlay that is down here', [seed('a', { under: { up: false } }), seed('b')], 'underlayDown', 'a'],
    [
      'an underlay without carrier there',
      [seed('a'), seed('b', { under: { operstate: 'DOWN' } })],
      'underlayDown',
      'b',
    ],
    ['another port', [seed('a'), seed('b', { vxlan: { port: 4789 } })], 'portDiffers', 'b'],
    ['another group', [seed('a'), seed('b', { vxlan: { group: '239.1.1.2' } })], 'otherGroup', 'b'],
    [
      'an entry to the wrong end',
      [seed('a', { fdb: [anEntry(MACS.b, VTEP.c)] }), seed('b'), seed('c')],
      'staleEntry',
      'c',
    ],
    [
      'a fixed entry there for the sender at another end',
      [seed('a', {}), seed('b', { fdb: [anEntry(MACS.a, VTEP.c, { state: 'static' })] }), seed('c')],
      'staticElsewhere',
      'b',
    ],
    [
      'an end over the other family',
      [
        aNode('a', { ...seed('a').reading, fdb: [anEntry(MACS.b, 'fd00::2')] }),
        aNode('b', {
          ...seed('b').reading,
          links: [
            ...(seed('b').reading?.links ?? []),
            anUnderlay('eth6', 'fd00::2'),
            aVxlanLink('vxlan6', { vni: 6, local: 'fd00::2' }),
          ],
        }),
      ],
      'otherFamily',
      'b',
    ],
    [
      'an end that has the sender’s address too',
      [seed('a'), aNode('b', withAddress(seed('b'), VTEP.a))],
      'ownSource',
      'b',
    ],
    ['nobody to flood to', [aNode('a', { ...seed('a').reading, fdb: [] }), seed('b')], 'noFlood', 'a'],
  ]
  it.each(cases)('%s', (_, nodes, why, node) => {
    const found = trace(nodes, { from: 'a', to: MACS.b })
    expect(found).toMatchObject({ verdict: 'unreachable', broken: { why, node }, back: null })
    expect(found.hops.at(-1)).toMatchObject({ outcome: 'breaks' })
  })

  it.each<[string, NodeInput[], string]>([
    ['a port', [seed('a'), seed('b', { vxlan: { port: 4789 } }), seed('c')], 'portMismatch/vni:42'],
    ['a device', [seed('a'), seed('b', { link: { up: false } }), seed('c')], 'deviceDown/node:b/vxlan0'],
    ['an underlay', [seed('a'), seed('b', { under: { up: false } }), seed('c')], 'underlayDown/node:b/vxlan0'],
    ['a group', [seed('a'), seed('b', { vxlan: { group: '239.1.1.2' } }), seed('c')], 'groupMismatch/vni:42'],
    ['a flood list', [aNode('a', { ...seed('a').reading, fdb: [] }), seed('b'), seed('c')], 'floodGone/node:a/vxlan0'],
  ])('%s is named by the finding that explains it', (_, nodes, id) => {
    expect(trace(nodes, { from: 'a', to: MACS.b }, { checks: true }).broken?.finding).toBe(id)
  })

  it('an end that has the sender’s MAC too', () => {
    const nodes = [seed('a'), seed('b', { link: { mac: MACS.a } }), seed('c')]
    const found = trace(nodes, { from: 'a', to: IP.b }, { neighbours: neighboursOf('a', []) })
    expect(found).toMatchObject({ verdict: 'unreachable', broken: { why: 'ownMac', node: 'b' }, back: null })
  })

  it('is not the one of two with a MAC that doesn’t have the address', () => {
    const nodes = [seed('a'), seed('b', { link: { mac: MACS.c } }), seed('c')]
    const found = trace(nodes, { from: 'a', to: IP.c }, { neighbours: neighboursOf('a', []) })
    expect(found).toMatchObject({ verdict: 'flood', to: { node: 'c' }, back: { sent: { source: VTEP.c } } })
  })

  it('a node without a device in the VNI', () => {
    expect(trace(all(), { from: 'a', to: MACS.b, vni: 7 })).toMatchObject({
      ...{ verdict: 'unreachable', broken: { why: 'noDevice' } },
    })
  })

  it('a node is where it is, though it has no device in the VNI or was never read', () => {
    const ends = { from: { node: 'a' }, to: { node: 'b' } }
    expect(trace(all(), { from: 'a', to: 'b', vni: 7 })).toMatchObject(ends)
    const nodes = [aNode('a', null, { status: 'connecting' }), aNode('b', null, { status: 'connecting' })]
    expect(trace(nodes, { from: 'a', to: 'b' })).toMatchObject(ends)
  })
})

describe('what isn’t known', () => {
  const stale = { status: 'unreachable', error: { code: 'unreachable', message: '', hint: '' } } as const
  it.each<[string, NodeInput[]]>([
    ['a sender that isn’t read', [seed('a', { over: stale }), seed('b')]],
    ['a far end that isn’t read', [seed('a'), seed('b', { over: stale })]],
    [
      'a far end that isn’t read, by unicast',
      [seed('a', { fdb: [anEntry(MACS.b, VTEP.b)] }), seed('b', { over: stale })],
    ],
    ['an endpoint that nobody manages', [seed('a', { fdb: [anEntry(MACS.b, '10.0.2.99')] }), seed('b')]],
    [
      'an address that two nodes have',
      [seed('a', { fdb: [anEntry(MACS.b, VTEP.b)] }), seed('b'), aNode('d', seed('b').reading)],
    ],
    ['a sender never read', [aNode('a', null, { status: 'connecting' }), seed('b')]],
  ])('%s makes it unknown', (_, nodes) => {
    expect(trace(nodes, { from: 'a', to: MACS.b })).toMatchObject({ verdict: 'unknown', broken: null, back: null })
  })
})

describe('hosts behind bridges', () => {
  const HOST = { a: '02:00:00:00:c1:0a', b: '02:00:00:00:c1:0b' }
  const leaf = (
    name: 'a' | 'b',
    fdb: ReturnType<typeof anEntry>[] = [],
    flood = [VTEP.a, VTEP.b].filter(each => each !== VTEP[name]),
  ): NodeInput =>
    aNode(name, {
      links: [
        anUnderlay('eth1', VTEP[name]),
        { ...aBridge('br0'), mac: `02:00:00:00:b1:0${name}` },
        ...['h0', 'h1'].map(port => aLink(port, { master: 'br0', kind: 'veth' })),
        aVxlanLink('vxlan0', { local: VTEP[name] }, { master: 'br0' }),
      ],
      fdb: [...flood.map(dst => aFloodEntry(dst)), ...fdb],
    })

  it('go by the bridge, then by the device', () => {
    const nodes = [
      leaf('a', [aPortEntry(HOST.a, 'h0'), aPortEntry(HOST.b, 'vxlan0'), anEntry(HOST.b, VTEP.b)]),
      leaf('b', [aPortEntry(HOST.b, 'h0')]),
    ]
    const found = trace(nodes, { from: HOST.a, to: HOST.b })
    expect(found).toMatchObject({ verdict: 'unicast', from: { node: 'a', port: 'h0' }, to: { node: 'b', port: 'h0' } })
    expect(steps(found)).toEqual([
      ...['a start goes', 'a bridge goes', 'a table unicast', 'a underlay goes'],
      ...['b arrive goes', 'b deliver here'],
    ])
    expect(found.back).toMatchObject({ verdict: 'unicast', sent: { destinations: [VTEP.a] } })
  })

  it('are flooded to each of the list', () => {
    const nodes = [leaf('a', [aPortEntry(HOST.a, 'h0')]), leaf('b', [aPortEntry(HOST.b, 'h0')])]
    expect(trace(nodes, { from: HOST.a, to: HOST.b })).toMatchObject({
      ...{ verdict: 'flood', sent: { destinations: [VTEP.b] }, to: { node: 'b' } },
    })
  })

  it('that are on no flood list get nothing', () => {
    const nodes = [leaf('a', [aPortEntry(HOST.a, 'h0')], ['10.0.2.9']), leaf('b', [aPortEntry(HOST.b, 'h0')])]
    const found = trace(nodes, { from: HOST.a, to: HOST.b }, { checks: true })
    expect(found).toMatchObject({ verdict: 'unreachable', broken: { why: 'notOnList', node: 'b' } })
    expect(found.broken?.finding).toBe(`floodMissing/vni:42/a>${VTEP.b}`)
  })

  it('of one node stay there', () => {
    const nodes = [leaf('a', [aPortEntry(HOST.a, 'h0'), aPortEntry(HOST.b, 'h1')]), leaf('b')]
    const found = trace(nodes, { from: HOST.a, to: HOST.b })
    expect(found).toMatchObject({ verdict: 'unicast', sent: { by: 'nothing' }, to: { port: 'h1' } })
  })

  it('whose bridge has forgotten them may be behind any port', () => {
    const nodes = [leaf('a', [aPortEntry(HOST.a, 'h0'), anEntry(HOST.b, VTEP.b)]), leaf('b')]
    const found = trace(nodes, { from: HOST.a, to: HOST.b })
    expect(found).toMatchObject({ verdict: 'unicast', back: null })
    expect(found.hops.at(-1)).toMatchObject({ step: 'deliver', outcome: 'flood' })
  })
})
