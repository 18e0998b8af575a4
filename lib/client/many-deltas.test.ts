import { describe, expect, it } from 'vitest'
import type { OverlayAnswer } from '@/lib/model/api'
import type { Overlay, Tunnel } from '@/lib/model/overlay'
import { followOverlay } from './apply-delta'
import { foldOverlay } from './fold/fold'
import { manyNodes } from './fold/testing'
import { buildGraph } from './graph'
import { EMPTY_GRAPH } from './graph-types'
import { layoutGraph } from './layout-fold'
import type { StreamMessage } from './stream-message'
import { aDelta, aTunnel } from './testing'

const AT = '2026-11-22T14:02:11.000Z'
const DELTAS = 10_000
const PER_FRAME = 8
const FRAMES_PER_LOOK = 250

/** The same numbers each time (Park and Miller's generator). */
const createRandom = () => {
  let seed = 4711
  return (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
}

/** A server that changes a tunnel with each revision: one comes, goes, or says another number of MACs. */
const createServer = (overlay: Overlay) => {
  const random = createRandom()
  const tunnels = new Map(overlay.tunnels.map(tunnel => [tunnel.id, tunnel]))
  const ids = [...tunnels.keys()]
  let count = 0
  const put = (tunnel: Tunnel) => {
    tunnels.set(tunnel.id, tunnel)
    return { put: [tunnel], remove: [] }
  }
  const change = () => {
    const id = ids[random(ids.length)] ?? ''
    const known = tunnels.get(id)
    if (known !== undefined && random(3) === 0) {
      tunnels.delete(id)
      return { put: [], remove: [id] }
    }
    const [, vni = '0', from = '', to = ''] = /^tunnel:(\d+):(.+)>(.+)$/.exec(id) ?? []
    return put(known === undefined ? aTunnel(from, to, { vni: Number(vni) }) : { ...known, macs: known.macs + 1 })
  }
  return {
    tunnels,
    next: (): StreamMessage => {
      const after = `a-${count}`
      count += 1
      const revision = `a-${count}`
      return { type: 'delta', after, revision, delta: aDelta(revision, { tunnels: change() }) }
    },
  }
}

const OPEN = ['fold:subnet=10.64.1.0/24', 'fold:subnet=10.64.1.0/24/node281+20']

/** A page that follows: what it knows, and where it draws what. */
const createPage = (overlay: Overlay) => {
  let answer: OverlayAnswer = { revision: 'a-0', at: AT, now: AT, ...overlay }
  let graph = EMPTY_GRAPH
  return {
    take: (messages: readonly StreamMessage[]): void => {
      const next = followOverlay(answer, messages)
      if (next === null) throw new Error('something was missed')
      answer = next
    },
    places: () => {
      const fold = foldOverlay(answer, { vni: null, by: null, open: OPEN, wanted: [] })
      graph = buildGraph(answer, { vni: null, rows: [], complete: true, open: null, fold }, graph)
      return { places: layoutGraph(graph).places, things: graph.cards.length + graph.folds.length + graph.edges.length }
    },
    tunnels: () => answer.tunnels,
  }
}

describe('a page that follows 10,000 deltas', () => {
  it('loses none, and moves nothing', { timeout: 60_000 }, () => {
    const overlay = manyNodes(1_000)
    const [server, page] = [createServer(overlay), createPage(overlay)]
    const before = page.places()
    for (let frame = 0; frame * PER_FRAME < DELTAS; frame += 1) {
      page.take(Array.from({ length: PER_FRAME }, () => server.next()))
      if (frame % FRAMES_PER_LOOK !== 0) continue
      const { places, things } = page.places()
      expect(places).toEqual(before.places)
      expect(things).toBeLessThanOrEqual(300)
    }
    expect(new Map(page.tunnels().map(tunnel => [tunnel.id, tunnel]))).toEqual(server.tunnels)
    expect(page.tunnels()).toHaveLength(server.tunnels.size)
  })
})
