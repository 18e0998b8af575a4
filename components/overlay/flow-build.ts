import { Position } from '@xyflow/react'
import type { Box } from '@/lib/client/edge-path'
import { FULL_CARDS } from '@/lib/client/graph-cards'
import type { Graph, GraphCard, Side, Size, XY } from '@/lib/client/graph-types'
import { CHIP, cardSize, HUB, layoutCards, layoutChips } from '@/lib/client/layout'
import type { Positions } from '@/lib/client/use-positions'
import { buildFlowEdges, type FlowRing } from './flow-edges'
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

/** Upper left corners of cards and hubs: where the user has put them, else where the layout does. */
const corners = (graph: Graph, moved: Positions) => {
  const places = layoutCards(graph.cards, graph.hubs)
  const at = (id: string, size: Size): XY => {
    const place = places.get(id) ?? { x: 0, y: 0 }
    return moved[id] ?? { x: place.x - size.width / 2, y: place.y - size.height / 2 }
  }
  return { places, at }
}

/** Things of the graph as React Flow wants them, in the order they are to be drawn and tabbed through. */
export const buildFlow = (graph: Graph, moved: Positions): Placed => {
  const { places, at } = corners(graph, moved)
  const sizes = new Map(graph.cards.map(card => [card.id, cardSize(card)]))
  const sides = new Map<string, Side>(graph.cards.map(card => [card.id, places.get(card.id)?.side ?? 'right']))
  const offsets = layoutChips(graph.macs, graph.more, sizes, sides)
  const boxAt = (id: string, size: Size): Box => {
    const corner = at(id, size)
    return { x: corner.x + size.width / 2, y: corner.y + size.height / 2, ...size }
  }
  const ring: FlowRing = {
    boxes: new Map(graph.cards.map(card => [card.id, boxAt(card.id, sizes.get(card.id) ?? HUB)])),
    hubs: new Map(graph.hubs.map(hub => [hub.id, boxAt(hub.id, HUB)])),
    sides,
    chips: [...graph.macs, ...graph.more].map(({ id, card }) => {
      const corner = at(card, sizes.get(card) ?? HUB)
      const offset = offsets.get(id) ?? { x: 0, y: 0 }
      return { x: corner.x + offset.x + CHIP.width / 2, y: corner.y + offset.y + CHIP.height / 2, ...CHIP }
    }),
    large: graph.cards.length > FULL_CARDS,
  }
  const nodes: FlowNode[] = [
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
      id: mac.id,
      type: 'mac' as const,
      parentId: mac.card,
      position: offsets.get(mac.id) ?? { x: 0, y: 0 },
      data: { mac },
      ...sized(CHIP),
      draggable: false,
      ariaLabel: `MAC ${mac.mac}, VNI ${mac.vni}, ${mac.kind} on ${mac.seenBy.join(', ')}`,
      className: '',
    })),
    ...graph.more.map(more => ({
      id: more.id,
      type: 'more' as const,
      parentId: more.card,
      position: offsets.get(more.id) ?? { x: 0, y: 0 },
      data: { more },
      ...sized(CHIP),
      draggable: false,
      ariaLabel: `${more.count} more MACs`,
      className: '',
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
  const places = layoutCards(graph.cards, graph.hubs)
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
