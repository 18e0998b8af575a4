import { describe, expect, it } from 'vitest'
import type { FdbRow, Overlay } from '@/lib/model/overlay'
import { buildGraph } from './graph'
import { EMPTY_GRAPH } from './graph-types'
import { aNode, aRow, aTunnel, aVtep, seedOverlay, seedRows, UBUNTU_MAC } from './testing'

const graphOf = (overlay: Overlay, rows: FdbRow[] = [], vni: number | null = null, open: string[] | null = null) =>
  buildGraph(overlay, { vni, rows, complete: true, open }, EMPTY_GRAPH)

const macs = (count: number, dst: string) =>
  Array.from({ length: count }, (_, i) => aRow('ubuntu', `02:00:00:00:00:${i.toString(16).padStart(2, '0')}`, dst))

describe('buildGraph: cards', () => {
  it('draws a card for each node, with its VTEPs', () => {
    expect(graphOf(seedOverlay()).cards.map(card => [card.id, card.vteps.map(vtep => vtep.address)])).toEqual([
      ['node:ubuntu', ['10.0.2.1']],
      ['node:vyos01', ['10.0.2.254']],
      ['node:vyos02', ['10.0.2.253']],
    ])
  })

  it('draws a VTEP of nobody as a ghost, after the nodes', () => {
    const overlay = seedOverlay()
    overlay.vteps.unshift(aVtep('10.0.2.77', []))
    expect(graphOf(overlay).cards.at(-1)).toMatchObject({ id: 'vtep:10.0.2.77', kind: 'ghost' })
  })

  it('keeps a node that was never read', () => {
    const overlay = seedOverlay()
    overlay.nodes.push(aNode('br5', { status: 'unreachable', state: 'unknown' }))
    expect(graphOf(overlay).cards.map(card => card.id)).toContain('node:br5')
  })

  it('sorts names by their numbers', () => {
    const overlay = { ...seedOverlay(), nodes: ['leaf10', 'leaf9'].map(name => aNode(name)), vteps: [] }
    expect(graphOf(overlay).cards.map(card => card.name)).toEqual(['leaf9', 'leaf10'])
  })

  it('steps back what is no member of the VNI that is picked', () => {
    const overlay = seedOverlay()
    overlay.nodes.push(aNode('other'))
    expect(
      graphOf(overlay, [], 42)
        .cards.filter(card => card.dim)
        .map(card => card.name),
    ).toEqual(['other'])
  })
})

describe('buildGraph: tunnels', () => {
  it('merges both directions into one edge', () => {
    expect(graphOf(seedOverlay()).edges.map(edge => edge.id)).toEqual([
      'edge:node:ubuntu|node:vyos01',
      'edge:node:ubuntu|node:vyos02',
    ])
  })

  it('names each direction of an edge in its label', () => {
    expect(graphOf(seedOverlay()).edges[0]?.label).toBe(
      'tunnel ubuntu to vyos01, VNI 42, learned; tunnel vyos01 to ubuntu, VNI 42, learned',
    )
  })

  it('has no lane for a direction that nobody knows', () => {
    const overlay = { ...seedOverlay(), tunnels: [aTunnel('10.0.2.254', '10.0.2.1', { oneWay: true })] }
    expect(graphOf(overlay).edges[0]).toMatchObject({ forward: null, backward: { oneWay: true } })
  })

  it('draws the strongest reason of several', () => {
    const overlay = { ...seedOverlay(), tunnels: [aTunnel('10.0.2.1', '10.0.2.254', { kinds: ['flood', 'learned'] })] }
    expect(graphOf(overlay).edges[0]?.forward).toMatchObject({ kind: 'learned', kinds: ['learned', 'flood'] })
  })

  it('is live as soon as one of its tunnels is', () => {
    const tunnels = [
      aTunnel('10.0.2.1', '10.0.2.254', { state: 'stale' }),
      aTunnel('10.0.2.1', '10.0.2.254', { vni: 100 }),
    ]
    expect(graphOf({ ...seedOverlay(), tunnels }).edges[0]?.forward?.state).toBe('live')
  })

  it('starts at the node that tells of it where two share an address', () => {
    const overlay = seedOverlay()
    overlay.vteps[2] = aVtep('10.0.2.254', ['vyos01', 'vyos02'])
    overlay.tunnels = [aTunnel('10.0.2.254', '10.0.2.1', { nodes: ['vyos02'] })]
    expect(graphOf(overlay).edges.map(edge => edge.id)).toEqual(['edge:node:ubuntu|node:vyos02'])
  })

  it('leaves out tunnels of other VNIs than the picked one', () => {
    expect(graphOf(seedOverlay(), [], 100).edges).toEqual([])
  })
})

describe('buildGraph: groups', () => {
  it('ties each member to the hub', () => {
    const { hubs, spokes } = graphOf(seedOverlay())
    expect(hubs.map(hub => hub.address)).toEqual(['239.1.1.1'])
    expect(spokes.map(spoke => spoke.card).sort()).toEqual(['node:ubuntu', 'node:vyos01', 'node:vyos02'])
  })

  it('draws one hub for an address that several VNIs use', () => {
    const overlay = seedOverlay()
    overlay.groups.push({ id: 'group:43:239.1.1.1', vni: 43, address: '239.1.1.1', members: ['vtep:10.0.2.1'] })
    expect(graphOf(overlay).hubs.map(hub => hub.groups.map(group => group.vni))).toEqual([[42, 43]])
  })

  it('only counts groups when there are too many to draw', () => {
    const overlay = seedOverlay()
    overlay.groups = Array.from({ length: 30 }, (_, i) => ({
      id: `group:${i}:239.1.1.${i}`,
      vni: i,
      address: `239.1.1.${i}`,
      members: [],
    }))
    expect(graphOf(overlay)).toMatchObject({ hubs: [], hiddenGroups: 30 })
  })
})

describe('buildGraph: MACs', () => {
  it('stand behind the VTEP they were learned at, once for all nodes that know them', () => {
    const mac = graphOf(seedOverlay(), seedRows()).macs.find(one => one.mac === UBUNTU_MAC)
    expect(mac).toMatchObject({ card: 'node:ubuntu', seenBy: ['vyos01', 'vyos02'] })
  })

  it('show the freshest of several entries', () => {
    const mac = graphOf(seedOverlay(), seedRows()).macs.find(one => one.mac === UBUNTU_MAC)
    expect(mac?.updatedAt).toBe(Date.parse('2026-11-22T14:02:07.000Z'))
  })

  it('are not made of flood entries', () => {
    const flood = aRow('ubuntu', '00:00:00:00:00:00', '10.0.2.254', { kind: 'flood' })
    expect(graphOf(seedOverlay(), [flood]).macs).toEqual([])
  })

  it('are drawn one by one up to twenty, the rest is counted', () => {
    const { macs: drawn, more } = graphOf(seedOverlay(), macs(25, '10.0.2.254'))
    expect([drawn.length, more.map(one => one.count)]).toEqual([20, [5]])
  })

  it('say "at least" when the server has more rows', () => {
    const options = { vni: null, rows: macs(25, '10.0.2.254'), complete: false, open: null }
    expect(buildGraph(seedOverlay(), options, EMPTY_GRAPH).more[0]?.atLeast).toBe(true)
  })

  it('stand at both places when two nodes disagree', () => {
    const rows = [aRow('ubuntu', UBUNTU_MAC, '10.0.2.254'), aRow('vyos02', UBUNTU_MAC, '10.0.2.1')]
    expect(
      graphOf(seedOverlay(), rows)
        .macs.map(mac => mac.card)
        .sort(),
    ).toEqual(['node:ubuntu', 'node:vyos01'])
  })

  it('go to the VTEP of the reader’s own VRF when an address stands in two', () => {
    const overlay = seedOverlay()
    overlay.vteps.push(aVtep('10.0.2.254', ['vyos02'], { id: 'vtep:red/10.0.2.254', underlay: 'red' }))
    expect(graphOf(overlay, seedRows()).macs.find(mac => mac.seenBy[0] === 'ubuntu')?.vtep).toBe('vtep:10.0.2.254')
  })

  it('of other VTEPs give way in a large overlay when one is open', () => {
    const overlay = seedOverlay()
    overlay.nodes.push(...['a', 'b', 'c', 'd', 'e'].map(name => aNode(name)))
    expect(graphOf(overlay, seedRows(), null, ['vtep:10.0.2.1']).macs.map(mac => mac.card)).toEqual(['node:ubuntu'])
  })
})

describe('buildGraph: reuse', () => {
  const again = (overlay: Overlay, rows: FdbRow[], before = graphOf(seedOverlay(), seedRows())) =>
    [before, buildGraph(overlay, { vni: null, rows, complete: true, open: null }, before)] as const

  it('gives the same graph when nothing changed', () => {
    const [before, after] = again(seedOverlay(), seedRows())
    expect(after).toBe(before)
  })

  it('keeps what did not change when something did', () => {
    const changed = seedOverlay()
    changed.tunnels[0] = aTunnel('10.0.2.1', '10.0.2.254', { macs: 7 })
    const [before, after] = again(changed, seedRows())
    expect([after.cards, after.edges[1]]).toEqual([before.cards, before.edges[1]])
    expect(after.cards).toBe(before.cards)
    expect(after.edges[1]).toBe(before.edges[1])
    expect(after.edges[0]).not.toBe(before.edges[0])
  })

  it('takes an age that only wanders by its rounding for the same', () => {
    const later = seedRows().map(row => ({
      ...row,
      readAt: '2026-11-22T14:02:13.400Z',
      updated: (row.updated ?? 0) + 2,
    }))
    const [before, after] = again(
      seedOverlay(),
      later.map(row => ({ ...row, used: (row.used ?? 0) + 2 })),
    )
    expect(after.macs).toBe(before.macs)
  })

  it('sees a refresh', () => {
    const refreshed = seedRows().map(row => ({ ...row, updated: 0, readAt: '2026-11-22T14:02:31.000Z' }))
    const [before, after] = again(seedOverlay(), refreshed)
    expect(after.macs).not.toBe(before.macs)
  })
})
