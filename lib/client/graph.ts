import type { FdbRow, Overlay } from '@/lib/model/overlay'
import { buildCards } from './graph-cards'
import { buildEdges, buildHubs } from './graph-edges'
import { buildMacs } from './graph-macs'
import type { Graph, GraphEdge, GraphMac, Lane } from './graph-types'
import { reuseById, sameValue } from './reuse'
import { tunnelLives } from './tunnel-life'

export interface GraphOptions {
  /** The VNI that is picked; `null` for all. */
  vni: number | null
  /** FDB rows of what is open; `complete` when the server has no more of them. */
  rows: readonly FdbRow[]
  complete: boolean
  /** VTEPs that are open: all their MACs are drawn, and in a large overlay only theirs. */
  open: readonly string[] | null
}

/** Ages come in whole seconds, so the same moment wanders by up to one between two readings. */
const WANDER_MS = 1_500

const near = (a: number | null, b: number | null): boolean =>
  a === b || (a !== null && b !== null && Math.abs(a - b) <= WANDER_MS)

const sameMac = (a: GraphMac, b: GraphMac): boolean =>
  near(a.updatedAt, b.updatedAt) &&
  near(a.usedAt, b.usedAt) &&
  near(a.expiresAt, b.expiresAt) &&
  sameValue({ ...a, updatedAt: 0, usedAt: 0, expiresAt: 0 }, { ...b, updatedAt: 0, usedAt: 0, expiresAt: 0 })

const sameLife = (a: Lane | null, b: Lane | null): boolean =>
  near(a?.life?.expiresAt ?? null, b?.life?.expiresAt ?? null) && a?.life?.ageing === b?.life?.ageing

const lifeless = (lane: Lane | null) => (lane === null ? null : { ...lane, life: null })

const sameEdge = (a: GraphEdge, b: GraphEdge): boolean =>
  sameLife(a.forward, b.forward) &&
  sameLife(a.backward, b.backward) &&
  sameValue(
    { ...a, forward: lifeless(a.forward), backward: lifeless(a.backward) },
    { ...b, forward: lifeless(b.forward), backward: lifeless(b.backward) },
  )

/**
 * What the graph draws of an overlay. Everything that says what it said in `previous` is the same object as there, and
 * so is the whole when nothing changed.
 */
export const buildGraph = (overlay: Overlay, options: GraphOptions, previous: Graph): Graph => {
  const cards = reuseById(previous.cards, buildCards(overlay, options.vni))
  const groups = buildHubs(overlay, options.vni)
  const behind = buildMacs(overlay, options.rows, { ...options, cards: cards.length })
  const next: Graph = {
    cards,
    hubs: reuseById(previous.hubs, groups.hubs),
    spokes: reuseById(previous.spokes, groups.spokes),
    edges: reuseById(
      previous.edges,
      buildEdges(overlay, cards, options.vni, tunnelLives(overlay, options.rows)),
      sameEdge,
    ),
    macs: reuseById(previous.macs, behind.macs, sameMac),
    more: reuseById(previous.more, behind.more),
    hiddenGroups: groups.hidden,
  }
  const unchanged =
    next.cards === previous.cards &&
    next.hubs === previous.hubs &&
    next.spokes === previous.spokes &&
    next.edges === previous.edges &&
    next.macs === previous.macs &&
    next.more === previous.more &&
    next.hiddenGroups === previous.hiddenGroups
  return unchanged ? previous : next
}
