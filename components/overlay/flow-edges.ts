import { type Box, borderPoint } from '@/lib/client/edge-path'
import type { Graph, GraphEdge, GraphSpoke, Lane, Side } from '@/lib/client/graph-types'
import { routeEdges } from '@/lib/client/routes'
import type { FlowEdge } from './flow-types'
import { laneText } from './lane-style'

export interface FlowRing {
  boxes: ReadonlyMap<string, Box>
  hubs: ReadonlyMap<string, Box>
  sides: ReadonlyMap<string, Side>
  chips: readonly Box[]
  large: boolean
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

/** Spokes and tunnels with the ways they take between boxes as they stand. */
export const buildFlowEdges = (graph: Graph, ring: FlowRing): FlowEdge[] => {
  const texts = new Map(graph.edges.map(edge => [edge.id, laneText(lanesOf(edge), edge.vnis, edge.macs)]))
  const ways = graph.edges.map(({ id, a, b }) => ({ id, a, b, labelWidth: labelWidth(texts.get(id) ?? '') }))
  const routes = routeEdges(ways, { ...ring, obstacles: [...ring.hubs.values()] })
  const tunnels = graph.edges.flatMap((edge): FlowEdge[] => {
    const route = routes.get(edge.id)
    if (route === undefined) return []
    const data = { edge, route, text: texts.get(edge.id) ?? '', large: ring.large, lit: false, faded: false }
    return [{ id: edge.id, type: 'tunnel', source: edge.a, target: edge.b, data, className: '', ariaLabel: edge.label }]
  })
  return [...graph.spokes.flatMap(spoke => buildSpoke(spoke, ring)), ...tunnels]
}
