import { arrowHead, pathOf, reversed } from '@/lib/client/edge-path'
import type { Drawing, DrawnBox, DrawnLine } from '@/lib/client/export/svg'
import { healthWords } from '@/lib/client/fold/words'
import type { Graph, GraphCard } from '@/lib/client/graph-types'
import { plural } from '@/lib/client/time'
import type { Positions } from '@/lib/client/use-positions'
import { statusOf } from '@/lib/client/words'
import { buildFlow, flowBounds } from './flow-build'
import type { FlowEdge, FlowNode, TunnelFlow } from './flow-types'
import { laneColour, laneStyle, laneWidth } from './lane-style'

const FAINT = 'var(--ink-2)'

const cardLines = (card: GraphCard): DrawnBox['lines'] => {
  const status = card.status === null ? 'ghost' : statusOf({ status: card.status, state: card.state }).word
  const os = card.compact ? [] : [{ text: card.os ?? card.error ?? status, colour: FAINT }]
  return [
    { text: card.compact && status === 'live' ? card.name : `${card.name}  ${status}`, bold: true },
    ...os,
    ...card.vteps.map(vtep => ({
      text: card.compact ? vtep.address : `${vtep.address}  ${vtep.vnis.join(' ')}`,
      mono: true,
      colour: FAINT,
    })),
  ]
}

const shapeOf = (node: FlowNode): Pick<DrawnBox, 'shape' | 'dashed' | 'hatched' | 'lines'> => {
  const plain = { dashed: false, hatched: false }
  switch (node.type) {
    case 'card': {
      const { card } = node.data
      const ghost = card.kind === 'ghost'
      return { shape: 'card', dashed: ghost, hatched: !ghost && card.state !== 'live', lines: cardLines(card) }
    }
    case 'fold': {
      const { fold } = node.data
      const count = fold.nodes > 0 ? plural(fold.nodes, 'node') : plural(fold.ghosts, 'ghost VTEP')
      const health = { text: healthWords(fold.health).join(' · '), colour: FAINT }
      const lines = [
        { text: fold.label, bold: true },
        { text: `${count}, ${plural(fold.vnis, 'VNI')}`, colour: FAINT },
      ]
      return { shape: 'card', ...plain, dashed: fold.nodes === 0, lines: fold.nodes > 0 ? [...lines, health] : lines }
    }
    case 'frame':
      return { shape: 'frame', ...plain, lines: [{ text: node.data.fold.label, bold: true }] }
    case 'hub': {
      const vnis = node.data.hub.groups.map(group => group.vni)
      const said = vnis.length === 1 ? `VNI ${vnis[0]}` : plural(vnis.length, 'VNI')
      return {
        shape: 'hexagon',
        ...plain,
        lines: [
          { text: node.data.hub.address, mono: true },
          { text: said, colour: FAINT },
        ],
      }
    }
    case 'mac': {
      const { mac } = node.data
      return { shape: 'pill', ...plain, hatched: mac.state !== 'live', lines: [{ text: mac.mac, mono: true }] }
    }
    case 'more':
      return {
        shape: 'pill',
        ...plain,
        dashed: true,
        lines: [{ text: `+${node.data.more.count} more MACs`, colour: FAINT }],
      }
    default:
      return { shape: 'card', ...plain, lines: [] }
  }
}

const drawTunnel = ({ data }: TunnelFlow): DrawnLine[] => {
  if (data === undefined) return []
  const { edge, route, text, large } = data
  const lane = edge.forward ?? edge.backward
  if (lane === null) return []
  const { dash, double } = laneStyle(lane.kind)
  const width = laneWidth(edge.macs) * (large ? 0.7 : 1)
  const arrow = (10 + width) * (large ? 0.7 : 1)
  const heads = [
    ...(edge.forward === null ? [] : [arrowHead(route.curve, arrow, edge.forward.oneWay)]),
    ...(edge.backward === null ? [] : [arrowHead(reversed(route.curve), arrow, edge.backward.oneWay)]),
  ]
  const label = large || text === '' ? null : { ...route.label, text }
  const line = { path: pathOf(route.curve), heads, colour: laneColour(lane, edge.vnis), width, dash, double, label }
  return [{ ...line, opacity: lane.state === 'live' ? 1 : 0.75 }]
}

const drawEdge = (edge: FlowEdge): DrawnLine[] => {
  if (edge.type === 'tunnel') return drawTunnel(edge)
  if ((edge.type !== 'spoke' && edge.type !== 'unfold') || edge.data === undefined) return []
  const { start, end } = edge.data
  const spoke = edge.type === 'spoke'
  return [
    {
      path: `M${start.x},${start.y} L${end.x},${end.y}`,
      ...{ heads: [], double: false, label: null, dash: spoke ? '1.5 4' : undefined },
      ...{ colour: spoke ? 'var(--line-strong)' : 'var(--accent)', width: spoke ? 1.25 : 6, opacity: spoke ? 1 : 0.35 },
    },
  ]
}

/** The graph as it stands on the canvas, to be written as a picture. */
export const drawGraph = (graph: Graph, moved: Positions): Drawing => {
  const placed = buildFlow(graph, moved)
  const corners = new Map(placed.nodes.map(node => [node.id, node.position]))
  const boxes = placed.nodes.map((node): DrawnBox => {
    const from = node.parentId === undefined ? undefined : corners.get(node.parentId)
    const [x, y] = [node.position.x + (from?.x ?? 0), node.position.y + (from?.y ?? 0)]
    return { x, y, width: node.width ?? 0, height: node.height ?? 0, ...shapeOf(node) }
  })
  return { ...flowBounds(placed, graph), lines: placed.edges.flatMap(drawEdge), boxes }
}
