import type { FdbRow, Overlay } from '@/lib/model/overlay'
import { type Fold, UNFOLDED, unitsBetween } from './fold/fold'
import { foldItems } from './fold/items'
import type { FoldItem } from './fold/types'
import { buildCards, type Shown } from './graph-cards'
import { buildEdges, buildHubs, chooseEdges, type EndsOf } from './graph-edges'
import { buildFolds } from './graph-folds'
import { buildMacs } from './graph-macs'
import type { Graph, GraphEdge, GraphMac, GraphRing, Lane } from './graph-types'
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
  /** How cards are put together; `null` where none are. */
  fold?: Fold | null
  /** Cards that are picked. */
  picked?: ReadonlySet<string>
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

/** Hubs with more lines than this aren't drawn among folded groups unless a VNI is picked. */
const SPOKES_SHOWN = 60
/** Among more cards than this, only the MACs of what is open are drawn. */
const ROOMY = 24

/** What is shown and where it stands: all cards, those of a VNI, or those that aren't folded. */
interface Scope {
  shown: Shown | null
  rings: readonly GraphRing[]
  unitOf: (card: string) => string | null
  endsOf: EndsOf
  scope: string
}

const ALL: Scope = { shown: null, rings: [], unitOf: card => card, endsOf: (start, end) => [[start, end]], scope: '' }

/** Members of the VNI that is picked, without the many others. */
const membersOnly = (items: readonly FoldItem[], vni: number): Scope => {
  const shown = new Map(items.map(item => [item.id, null]))
  return {
    shown,
    rings: [],
    unitOf: card => (shown.has(card) ? card : null),
    endsOf: (start, end) => (shown.has(start) && shown.has(end) ? [[start, end]] : []),
    scope: `vni:${vni}>`,
  }
}

const foldedScope = (fold: Fold, picked: ReadonlySet<string>): Scope => {
  const shown = new Map<string, string | null>()
  const rings = fold.rings.map(({ group, units }) => ({ frame: group?.id ?? null, units }))
  for (const { frame, units } of rings) for (const id of units) if (!fold.groups.has(id)) shown.set(id, frame)
  const inmost = (card: string): string | undefined => fold.chains.get(card)?.at(-1)
  return {
    shown,
    rings,
    unitOf: card => fold.chains.get(card)?.[0] ?? null,
    // What is picked shows where its own tunnels go, beside what its group's do together.
    endsOf: (start, end) => {
      const between = unitsBetween(fold, start, end)
      if (between === null) return []
      const own = picked.has(start) || picked.has(end) ? [inmost(start), inmost(end)] : []
      const [one, other] = own
      const same = one === between[0] && other === between[1]
      return one === undefined || other === undefined || same ? [between] : [between, [one, other]]
    },
    scope: '',
  }
}

const NONE: ReadonlySet<string> = new Set()

const scopeOf = (overlay: Overlay, { vni, fold = null, picked = NONE }: GraphOptions): Scope => {
  if (fold !== null) return foldedScope(fold, picked)
  if (vni === null || overlay.nodes.length <= UNFOLDED) return ALL
  return membersOnly(foldItems(overlay, vni), vni)
}

const reuseGraph = (previous: Graph, next: Graph): Graph => {
  const reused: Graph = {
    ...next,
    cards: reuseById(previous.cards, next.cards),
    hubs: reuseById(previous.hubs, next.hubs),
    spokes: reuseById(previous.spokes, next.spokes),
    edges: reuseById(previous.edges, next.edges, sameEdge),
    macs: reuseById(previous.macs, next.macs, sameMac),
    more: reuseById(previous.more, next.more),
    folds: reuseById(previous.folds, next.folds),
    rings: sameValue(previous.rings, next.rings) ? previous.rings : next.rings,
  }
  const before = new Map<string, unknown>(Object.entries(previous))
  return Object.entries(reused).every(([key, value]) => before.get(key) === value) ? previous : reused
}

/**
 * What the graph draws of an overlay. Everything that says what it said in `previous` is the same object as there, and
 * so is the whole when nothing changed.
 */
export const buildGraph = (overlay: Overlay, options: GraphOptions, previous: Graph): Graph => {
  const { vni, rows, fold = null, picked = NONE, open } = options
  const { shown, rings, unitOf, endsOf, scope } = scopeOf(overlay, options)
  const cards = buildCards(overlay, vni, shown)
  const folds = fold === null ? [] : buildFolds(overlay, fold)
  const names = new Map([
    ...cards.map(card => [card.id, card.name] as const),
    ...folds.map(one => [one.id, one.label] as const),
  ])
  const all = buildEdges(overlay, {
    ...{ vni, names, endsOf },
    groups: new Set(folds.map(one => one.id)),
    lifeOf: tunnelLives(overlay, rows),
  })
  const { edges, hidden } = chooseEdges(all, picked)
  const groups = buildHubs(overlay, vni, unitOf)
  const crowded = fold !== null && vni === null && groups.spokes.length > SPOKES_SHOWN
  const count = cards.length + folds.length
  const onlyOpen = fold !== null || count > ROOMY ? (open ?? []) : open
  const behind = buildMacs(overlay, rows, { ...options, open: onlyOpen, cards: count })
  const standing = new Set(cards.map(card => card.id))
  return reuseGraph(previous, {
    cards,
    hubs: crowded ? [] : groups.hubs,
    spokes: crowded ? [] : groups.spokes,
    edges,
    macs: behind.macs.filter(mac => standing.has(mac.card)),
    more: behind.more.filter(more => standing.has(more.card)),
    hiddenGroups: groups.hidden + (crowded ? groups.hubs.length : 0),
    folds,
    rings,
    hiddenEdges: hidden,
    scope,
    narrow: false,
  })
}
