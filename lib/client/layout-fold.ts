import type { Box } from './edge-path'
import type { Graph, GraphRing, Place, Side, Size, XY } from './graph-types'
import { COMPACT, cardSize, clearOf, HUB, layoutCards, placeHubs, placesFor } from './layout'

export const FOLD: Size = { width: 204, height: 74 }
/** Between a ring and the frame of a group that is unfolded beside it. */
const APART = 90
const PADDING = 26
/** Room for what a frame is called. */
export const FRAME_HEAD = 40

/** Where everything stands: centres of cards, groups and hubs, and the frames of what is unfolded. */
export interface Layout {
  places: ReadonlyMap<string, Place>
  frames: ReadonlyMap<string, Box>
}

const OUT: Record<Side, XY> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
}

interface Edges {
  left: number
  right: number
  top: number
  bottom: number
}

const boundsOf = (places: readonly XY[], size: Size): Edges => {
  const [xs, ys] = [places.map(place => place.x), places.map(place => place.y)]
  return {
    left: Math.min(...xs) - size.width / 2,
    right: Math.max(...xs) + size.width / 2,
    top: Math.min(...ys) - size.height / 2,
    bottom: Math.max(...ys) + size.height / 2,
  }
}

const edgesOf = ({ x, y, width, height }: Box): Edges => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
})

/** Middle of a box that stands beside `around` on one side, level with `owner`. */
const beside = (around: Edges, owner: XY, side: Side, { width, height }: Size): XY => {
  if (side === 'left') return { x: around.left - APART - width / 2, y: owner.y }
  if (side === 'right') return { x: around.right + APART + width / 2, y: owner.y }
  if (side === 'top') return { x: owner.x, y: around.top - APART - height / 2 }
  return { x: owner.x, y: around.bottom + APART + height / 2 }
}

const touches = (a: Box, b: Box): boolean =>
  Math.abs(a.x - b.x) < (a.width + b.width) / 2 + PADDING && Math.abs(a.y - b.y) < (a.height + b.height) / 2 + PADDING

const STEP = 40

/** Moves a box outward until it touches none of the others. */
const clear = (box: Box, side: Side, others: readonly Box[]): Box => {
  let moved = box
  for (let tries = 0; tries < 400 && others.some(other => touches(moved, other)); tries += 1)
    moved = { ...moved, x: moved.x + OUT[side].x * STEP, y: moved.y + OUT[side].y * STEP }
  return moved
}

const TURN = 2 * Math.PI

/** Places from the uppermost left one on with the clock: the order in which groups are read. */
const clockwise = (places: readonly Place[]): Place[] => {
  const wide = Math.max(1, ...places.map(place => Math.abs(place.x)))
  const high = Math.max(1, ...places.map(place => Math.abs(place.y)))
  const corner = ({ x, y }: XY): number => x / wide + y / high
  const first = places.reduce<Place | null>(
    (best, place) => (best && corner(best) <= corner(place) ? best : place),
    null,
  )
  if (first === null) return []
  const from = Math.atan2(first.y, first.x) - 1e-6
  const turn = ({ x, y }: XY): number => (Math.atan2(y, x) - from + 2 * TURN) % TURN
  return [...places].sort((a, b) => turn(a) - turn(b))
}

/** A ring's places around the origin, and what its tallest thing measures. */
const ringPlaces = (graph: Graph, ring: GraphRing): { places: Place[]; size: Size } => {
  const groups = new Set(graph.folds.map(fold => fold.id))
  const size = ring.units.some(id => groups.has(id)) ? FOLD : COMPACT
  return { places: clockwise(placesFor(ring.units.length, size, 0)), size }
}

const topRing = (graph: Graph, ring: GraphRing): { placed: Map<string, Place>; around: Box } => {
  const hubs = placeHubs(graph.hubs, ring.units.length)
  const { places, size } = ringPlaces(graph, ring)
  const cleared = clearOf([...hubs.values()], places, size)
  const placed = new Map(hubs)
  ring.units.forEach((id, at) => {
    const place = cleared[at]
    if (place !== undefined) placed.set(id, place)
  })
  const { left, right, top, bottom } = boundsOf(cleared, size)
  return { placed, around: { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top } }
}

/**
 * Where things stand where some are folded: a ring of groups, and beside it, outward from its group, a frame with its own ring
 * for each that is unfolded. So unfolding moves nothing that was there.
 */
const layoutRings = (graph: Graph): Layout => {
  const [first, ...rest] = graph.rings
  if (first === undefined) return { places: new Map(), frames: new Map() }
  const { placed, around } = topRing(graph, first)
  const frames = new Map<string, Box>()
  const sides = new Map<string, Side>()
  const parents = new Map(graph.folds.map(fold => [fold.id, fold.frame]))
  for (const ring of rest) {
    const { frame } = ring
    const owner = frame === null ? undefined : placed.get(frame)
    if (frame === null || owner === undefined) continue
    const { places, size } = ringPlaces(graph, ring)
    const inner = boundsOf(places, size)
    const measure = {
      width: inner.right - inner.left + 2 * PADDING,
      height: inner.bottom - inner.top + 2 * PADDING + FRAME_HEAD,
    }
    const parent = parents.get(frame) ?? null
    const outside = parent === null ? around : (frames.get(parent) ?? around)
    const side = parent === null ? owner.side : (sides.get(parent) ?? owner.side)
    const centre = beside(edgesOf(outside), owner, side, measure)
    const box = clear({ ...centre, ...measure }, side, [around, ...frames.values()])
    frames.set(frame, box)
    sides.set(frame, side)
    const [dx, dy] = [box.x - (inner.left + inner.right) / 2, box.y + FRAME_HEAD / 2 - (inner.top + inner.bottom) / 2]
    ring.units.forEach((id, at) => {
      const place = places[at]
      if (place !== undefined) placed.set(id, { x: place.x + dx, y: place.y + dy, side: place.side })
    })
  }
  return { places: placed, frames }
}

/** Where everything of a graph stands. The same graph stands the same way. */
export const layoutGraph = (graph: Graph): Layout =>
  graph.rings.length > 0
    ? layoutRings(graph)
    : { places: layoutCards(graph.cards, graph.hubs, graph.narrow), frames: new Map() }

/** What each thing of a graph measures. */
export const sizesOf = (graph: Graph): Map<string, Size> =>
  new Map<string, Size>([
    ...graph.cards.map(card => [card.id, cardSize(card)] as const),
    ...graph.folds.map(fold => [fold.id, FOLD] as const),
    ...graph.hubs.map(hub => [hub.id, HUB] as const),
  ])
