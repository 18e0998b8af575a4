import { Position } from '@xyflow/react'
import type { Box } from '@/lib/client/edge-path'
import { healthWords } from '@/lib/client/fold/words'
import type { Graph, GraphCard, GraphFold, Side, Size, XY } from '@/lib/client/graph-types'
import { CHIP, cardSize, HUB, layoutChips } from '@/lib/client/layout'
import { FOLD, layoutGraph, sizesOf } from '@/lib/client/layout-fold'
import { plural } from '@/lib/client/time'
import type { Positions } from '@/lib/client/use-positions'
import { buildFlowEdges, type FlowRing, frameId } from './flow-edges'
import type { FlowEdge, FlowNode } from './flow-types'

/** Edges are drawn from border to border; React Flow only has to know that there is something to hold on to. */
const handles = ({ width, height }: Size) =>
  (['source', 'target'] as const).map(type => ({
    type,
    position: Position.Top,
    x: width / 2,
    y: height / 2,
    width: 1,
    height: 1,
  }))

const HANDLES = new Map<string, ReturnType<typeof handles>>()

const sized = (size: Size) => {
  const key = `${size.width}x${size.height}`
  const known = HANDLES.get(key) ?? handles(size)
  HANDLES.set(key, known)
  return { ...size, measured: size, handles: known }
}

const sayCard = (card: GraphCard): string => {
  const vnis = [...new Set(card.vteps.flatMap(vtep => vtep.vnis))]
  const where = card.vteps.map(vtep => vtep.address).join(', ')
  const what = card.kind === 'ghost' ? `ghost VTEP ${card.name}` : `node ${card.name}`
  return [
    what,
    ...(card.kind === 'node' && where ? [`VTEP ${where}`] : []),
    ...(vnis.length > 0 ? [`VNI ${vnis.join(', ')}`] : []),
  ].join(', ')
}

export interface Placed {
  nodes: FlowNode[]
  edges: FlowEdge[]
}

/** Where the user has put a thing is kept for the place it stands in: a frame, a VNI among many, or the whole. */
export const placeKey = (graph: Pick<Graph, 'scope'>, id: string, frame: string | null): string =>
  frame === null ? `${graph.scope}${id}` : `${frame}>${id}`

const framesOf = (graph: Graph): Map<string, string | null> =>
  new Map([...graph.cards, ...graph.folds].map(one => [one.id, one.frame]))

/** The rings that things stand in, and how many stand there. */
const ringsOf = (graph: Graph): FlowRing['rings'] =>
  graph.rings.length === 0
    ? new Map(graph.cards.map(card => [card.id, { frame: null, size: graph.cards.length }]))
    : new Map(graph.rings.flatMap(({ frame, units }) => units.map(id => [id, { frame, size: units.length }] as const)))

const sayFold = (fold: GraphFold): string =>
  [
    `group ${fold.label}`,
    fold.nodes > 0 ? plural(fold.nodes, 'node') : plural(fold.ghosts, 'ghost VTEP'),
    ...(fold.nodes > 0 ? healthWords(fold.health) : []),
    fold.open ? 'unfolded' : 'folded',
  ].join(', ')

/** Things of the graph as React Flow wants them, in the order they are to be drawn and tabbed through. */
export const buildFlow = (graph: Graph, moved: Positions): Placed => {
  const { places, frames } = layoutGraph(graph)
  const sizes = sizesOf(graph)
  const framed = framesOf(graph)
  const at = (id: string, size: Size): XY => {
    const place = places.get(id) ?? { x: 0, y: 0 }
    const own = moved[placeKey(graph, id, framed.get(id) ?? null)]
    return own ?? { x: place.x - size.width / 2, y: place.y - size.height / 2 }
  }
  const sides = new Map<string, Side>([...places].map(([id, place]) => [id, place.side]))
  const cardSizes = new Map(graph.cards.map(card => [card.id, cardSize(card)]))
  const offsets = layoutChips(graph.macs, graph.more, cardSizes, sides)
  const boxAt = (id: string): Box => {
    const size = sizes.get(id) ?? HUB
    const corner = at(id, size)
    return { x: corner.x + size.width / 2, y: corner.y + size.height / 2, ...size }
  }
  const ring: FlowRing = {
    boxes: new Map([...graph.cards, ...graph.folds].map(({ id }) => [id, boxAt(id)])),
    hubs: new Map(graph.hubs.map(hub => [hub.id, boxAt(hub.id)])),
    ...{ sides, frames, rings: ringsOf(graph) },
    chips: [...graph.macs, ...graph.more].map(({ id, card }) => {
      const corner = at(card, sizes.get(card) ?? HUB)
      const offset = offsets.get(id) ?? { x: 0, y: 0 }
      return { x: corner.x + offset.x + CHIP.width / 2, y: corner.y + offset.y + CHIP.height / 2, ...CHIP }
    }),
  }
  const folds = new Map(graph.folds.map(fold => [fold.id, fold]))
  const chip = ({ id, card }: { id: string; card: string }) => ({
    ...{ id, parentId: card, position: offsets.get(id) ?? { x: 0, y: 0 } },
    ...{ ...sized(CHIP), draggable: false, className: '' },
  })
  const nodes: FlowNode[] = [
    ...[...frames].flatMap(([id, { x, y, width, height }]): FlowNode[] => {
      const fold = folds.get(id)
      if (fold === undefined) return []
      const position = { x: x - width / 2, y: y - height / 2 }
      const still = { draggable: false, selectable: false, focusable: false, zIndex: -1 }
      const own = { id: frameId(id), type: 'frame' as const, position, data: { fold }, className: '' }
      return [{ ...own, ...sized({ width, height }), ...still, ariaLabel: `inside of ${fold.label}` }]
    }),
    ...graph.folds.map(fold => ({
      id: fold.id,
      type: 'fold' as const,
      position: at(fold.id, FOLD),
      data: { fold },
      ...sized(FOLD),
      ariaLabel: sayFold(fold),
      className: '',
    })),
    ...graph.hubs.map(hub => ({
      id: hub.id,
      type: 'hub' as const,
      position: at(hub.id, HUB),
      data: { hub },
      ...sized(HUB),
      ariaLabel: `multicast group ${hub.address}, VNI ${hub.groups.map(group => group.vni).join(', ')}`,
      className: hub.dim ? 'faded' : '',
    })),
    ...graph.cards.map(card => ({
      id: card.id,
      type: 'card' as const,
      position: at(card.id, sizes.get(card.id) ?? HUB),
      data: { card },
      ...sized(sizes.get(card.id) ?? HUB),
      ariaLabel: sayCard(card),
      className: card.dim ? 'faded' : '',
    })),
    ...graph.macs.map(mac => ({
      ...chip(mac),
      type: 'mac' as const,
      data: { mac },
      ariaLabel: `MAC ${mac.mac}, VNI ${mac.vni}, ${mac.kind} on ${mac.seenBy.join(', ')}`,
    })),
    ...graph.more.map(more => ({
      ...chip(more),
      type: 'more' as const,
      data: { more },
      ariaLabel: `${more.count} more MACs`,
    })),
  ]
  const edges = buildFlowEdges(graph, ring)
  return { nodes, edges }
}

/** The box that the view is fitted to: all cards and hubs, with room for one line of MACs beside each card. */
export const flowBounds = (
  { nodes }: Placed,
  graph: Graph,
): { x: number; y: number; width: number; height: number } => {
  const { places } = layoutGraph(graph)
  const corner = new Map(nodes.map(node => [node.id, node.position]))
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  const take = (x: number, y: number, width: number, height: number) => {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  for (const node of nodes) {
    const parent = node.parentId === undefined ? { x: 0, y: 0 } : (corner.get(node.parentId) ?? { x: 0, y: 0 })
    const [x, y, width, height] = [
      node.position.x + parent.x,
      node.position.y + parent.y,
      node.width ?? 0,
      node.height ?? 0,
    ]
    take(x, y, width, height)
    if (node.type !== 'card' || node.data.card.compact) continue
    const side = places.get(node.id)?.side
    if (side === 'top') take(x, y - CHIP.height - 8, 1, 1)
    if (side === 'bottom') take(x, y + height + CHIP.height + 8, 1, 1)
  }
  return { x: left, y: top, width: right - left, height: bottom - top }
}
