import { type Box, borderPoint } from '@/lib/client/edge-path'
import { FULL_CARDS } from '@/lib/client/graph-cards'
import type { Graph, GraphEdge, GraphSpoke, Lane, Side } from '@/lib/client/graph-types'
import { routeEdges } from '@/lib/client/routes'
import type { FlowEdge } from './flow-types'
import { laneText } from './lane-style'

export interface FlowRing {
  boxes: ReadonlyMap<string, Box>
  hubs: ReadonlyMap<string, Box>
  sides: ReadonlyMap<string, Side>
  chips: readonly Box[]
  frames: ReadonlyMap<string, Box>
  /** The ring that each thing stands in, and how many stand there. */
  rings: ReadonlyMap<string, { frame: string | null; size: number }>
}

const LETTER = 6.7
const LABEL_PADDING = 12

export const labelWidth = (text: string): number => text.length * LETTER + LABEL_PADDING

const lanesOf = (edge: GraphEdge): Lane[] => [edge.forward, edge.backward].filter(lane => lane !== null)

const buildSpoke = (spoke: GraphSpoke, { boxes, hubs }: FlowRing): FlowEdge[] => {
  const hub = hubs.get(spoke.hub)
  const card = boxes.get(spoke.card)
  if (hub === undefined || card === undefined) return []
  const start = borderPoint({ ...hub, width: hub.width * 0.9 }, card)
  return [
    {
      id: spoke.id,
      type: 'spoke',
      source: spoke.hub,
      target: spoke.card,
      data: { spoke, start, end: borderPoint(card, hub) },
      focusable: false,
      className: '',
      ariaLabel: `membership in VNI ${spoke.vnis.join(', ')}`,
    },
  ]
}

/** What ties the frame of an unfolded group to it. */
const buildUnfolds = ({ boxes, frames }: FlowRing): FlowEdge[] =>
  [...frames].flatMap(([id, frame]): FlowEdge[] => {
    const owner = boxes.get(id)
    if (owner === undefined) return []
    const data = { start: borderPoint(owner, frame), end: borderPoint(frame, owner) }
    const ends = { source: id, target: frameId(id) }
    return [{ id: `unfold:${id}`, type: 'unfold', ...ends, data, focusable: false, selectable: false, className: '' }]
  })

export const frameId = (group: string): string => `frame:${group}`

/** Spokes and tunnels with the ways they take between boxes as they stand. */
export const buildFlowEdges = (graph: Graph, ring: FlowRing): FlowEdge[] => {
  const texts = new Map(graph.edges.map(edge => [edge.id, laneText(lanesOf(edge), edge.vnis, edge.macs)]))
  const isLarge = ({ a, b }: GraphEdge): boolean => {
    const [one, other] = [ring.rings.get(a), ring.rings.get(b)]
    return one?.frame === other?.frame && (one?.size ?? 0) > FULL_CARDS
  }
  const crosses = ({ a, b }: GraphEdge): boolean => ring.rings.get(a)?.frame !== ring.rings.get(b)?.frame
  const ways = graph.edges.map(edge => ({
    ...{ id: edge.id, a: edge.a, b: edge.b, large: isLarge(edge) },
    labelWidth: crosses(edge) ? 0 : labelWidth(texts.get(edge.id) ?? ''),
  }))
  const routes = routeEdges(ways, { ...ring, obstacles: [...ring.hubs.values()] })
  const tunnels = graph.edges.flatMap((edge): FlowEdge[] => {
    const route = routes.get(edge.id)
    if (route === undefined) return []
    const data = {
      edge,
      route,
      text: texts.get(edge.id) ?? '',
      large: isLarge(edge) || crosses(edge),
      lit: false,
      faded: false,
    }
    return [{ id: edge.id, type: 'tunnel', source: edge.a, target: edge.b, data, className: '', ariaLabel: edge.label }]
  })
  return [...buildUnfolds(ring), ...graph.spokes.flatMap(spoke => buildSpoke(spoke, ring)), ...tunnels]
}
