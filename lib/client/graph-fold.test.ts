import { describe, expect, it } from 'vitest'
import type { Overlay } from '@/lib/model/overlay'
import { type FoldView, foldOverlay } from './fold/fold'
import { manyNodes } from './fold/testing'
import { tunnelsBetween } from './fold/tunnels-between'
import { buildGraph } from './graph'
import { EMPTY_GRAPH, type Graph } from './graph-types'
import { layoutGraph } from './layout-fold'
import { pickedIds } from './neighbourhood'
import { aTunnel } from './testing'

const SUBNETS = ['10.64.0.0/24', '10.64.1.0/24', '10.64.2.0/24', '10.64.3.0/24'].map(one => `fold:subnet=${one}`)
const [ZERO = '', ONE = '', , THREE = ''] = SUBNETS
const PAGE = `${ONE}/node281+20`

const folded = (overlay: Overlay, view: Partial<FoldView> = {}, picked: string[] = []) => {
  const fold = foldOverlay(overlay, { vni: null, by: null, open: [], wanted: picked, ...view })
  if (fold === null) throw new Error('nothing is folded')
  const options = { vni: null, rows: [], complete: true, open: null, fold, picked: new Set(picked) }
  return { fold, graph: buildGraph(overlay, options, EMPTY_GRAPH) }
}

const edge = (graph: Graph, a: string, b: string) => graph.edges.find(one => one.id === `edge:${a}|${b}`)

describe('a folded graph', () => {
  it('counts how the nodes of a group stand', () => {
    const overlay = manyNodes(1_000, 20, at => (at <= 3 ? { status: 'unreachable', state: 'stale' } : {}))
    expect(folded(overlay).graph.folds[0]).toMatchObject({
      id: ZERO,
      nodes: 255,
      vnis: 20,
      health: { live: 252, unreachable: 3, refused: 0, stale: 0, connecting: 0 },
    })
  })

  it('makes one line of all tunnels between two groups, with every reason', () => {
    const overlay = manyNodes(1_000)
    overlay.tunnels = [
      aTunnel('10.64.0.1', '10.64.1.1', { kinds: ['flood'], macs: 0 }),
      aTunnel('10.64.0.2', '10.64.1.9', { kinds: ['learned'], macs: 5, vni: 43 }),
      aTunnel('10.64.1.9', '10.64.0.2', { kinds: ['static'], macs: 1, vni: 43, oneWay: true }),
    ]
    const { graph, fold } = folded(overlay)
    expect(graph.edges).toHaveLength(1)
    expect(edge(graph, ZERO, ONE)).toMatchObject({
      merged: true,
      vnis: [42, 43],
      macs: 6,
      forward: { kinds: ['learned', 'flood'], count: 2, oneWays: 0, oneWay: false },
      backward: { kinds: ['static'], count: 1, oneWays: 1, oneWay: true },
    })
    expect(tunnelsBetween(overlay, fold, { a: ZERO, b: ONE }, null).map(tunnel => tunnel.oneWay)).toEqual([
      true,
      false,
      false,
    ])
  })

  it('draws what runs within an unfolded group there, and leaves the lines outside', () => {
    const overlay = manyNodes(1_000)
    overlay.tunnels = [aTunnel('10.64.1.30', '10.64.1.31'), aTunnel('10.64.1.30', '10.64.3.3')]
    const { graph } = folded(overlay, { open: [ONE, PAGE] })
    expect(graph.edges.map(one => one.id)).toEqual([`edge:${ONE}|${THREE}`, 'edge:node:node0286|node:node0287'])
  })

  it('shows besides where the tunnels of a picked node go', () => {
    const overlay = manyNodes(1_000)
    overlay.tunnels = [aTunnel('10.64.1.30', '10.64.3.3')]
    const { graph } = folded(overlay, {}, ['node:node0286'])
    expect(graph.edges.map(one => one.id)).toEqual([`edge:${ONE}|${THREE}`, `edge:${THREE}|node:node0286`])
  })

  it('mounts no more than can be read, and says how many lines it left out', () => {
    const overlay = manyNodes(1_000, 200)
    const all = overlay.vteps.map(vtep => vtep.address)
    const steps = Array.from({ length: 24 }, (_, i) => (i < 19 ? (i + 1) * 10 : i - 18))
    overlay.tunnels = all.flatMap((from, at) => steps.map(step => aTunnel(from, all[(at + step) % 1_000] ?? from)))
    const first = folded(overlay, { by: 'vni' }).graph
    const { graph } = folded(overlay, { by: 'vni', open: first.folds.map(fold => fold.id) })
    expect(graph.cards.length + graph.folds.length + graph.edges.length + graph.hubs.length).toBeLessThanOrEqual(300)
    expect(graph.hiddenEdges).toBeGreaterThan(0)
  })

  it('finds the line that a picked tunnel is part of', () => {
    const overlay = manyNodes(1_000)
    const tunnel = aTunnel('10.64.0.1', '10.64.1.1')
    overlay.tunnels = [tunnel]
    const { graph, fold } = folded(overlay)
    expect(pickedIds(graph, overlay, tunnel.id, fold)).toEqual([`edge:${ZERO}|${ONE}`])
  })

  it('moves nothing when a group is unfolded, and lets no frame touch another', () => {
    const overlay = manyNodes(1_000)
    const before = layoutGraph(folded(overlay).graph)
    const after = layoutGraph(folded(overlay, { open: [ONE, PAGE, ZERO] }).graph)
    for (const [id, place] of before.places) expect(after.places.get(id)).toEqual(place)
    const frames = [...after.frames.values()]
    const touching = frames.filter((a, i) =>
      frames.some(
        (b, j) =>
          i !== j && Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2,
      ),
    )
    expect([frames.length, touching]).toEqual([3, []])
  })

  it('shows members alone where a VNI of many is picked and they are few', () => {
    const overlay = manyNodes(1_000, 200)
    const graph = buildGraph(overlay, { vni: 10_003, rows: [], complete: true, open: null }, EMPTY_GRAPH)
    expect(graph.cards.map(card => card.name)).toEqual(['node0003', 'node0203', 'node0403', 'node0603', 'node0803'])
    expect(graph.edges).toHaveLength(4)
  })
})
