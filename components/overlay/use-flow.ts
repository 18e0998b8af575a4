import { useMemo, useRef } from 'react'
import type { Graph } from '@/lib/client/graph-types'
import { neighbourhood } from '@/lib/client/neighbourhood'
import { reuseById, sameValue } from '@/lib/client/reuse'
import type { Positions } from '@/lib/client/use-positions'
import { buildFlow, flowBounds, type Placed } from './flow-build'
import type { FlowEdge, FlowNode } from './flow-types'

/** What came from the graph is the same object when it says the same, so comparing is quick. */
const sameData = (a: Record<string, unknown>, b: Record<string, unknown>): boolean =>
  Object.keys(a).every(key => sameValue(a[key], b[key]))

const sameNode = (a: FlowNode, b: FlowNode): boolean =>
  a.position.x === b.position.x &&
  a.position.y === b.position.y &&
  a.className === b.className &&
  a.selected === b.selected &&
  a.height === b.height &&
  a.ariaLabel === b.ariaLabel &&
  sameData(a.data, b.data)

const sameEdge = (a: FlowEdge, b: FlowEdge): boolean =>
  a.className === b.className && a.ariaLabel === b.ariaLabel && sameData(a.data ?? {}, b.data ?? {})

const classes = (own: string | undefined, faded: boolean, picked: boolean): string =>
  [own, faded ? 'faded' : '', picked ? 'picked' : ''].filter(Boolean).join(' ')

interface Lit {
  /** Thing whose neighbourhood stands out; everything else steps back. */
  hovered: string | null
  picked: readonly string[]
}

/** The same object as long as it says the same. */
const useSteady = <T extends object>(value: T): T => {
  const known = useRef(value)
  if (!sameValue(known.current, value)) known.current = value
  return known.current
}

/** Nodes and edges for React Flow, each the same object as before while it looks the same. */
export const useFlow = (graph: Graph, moved: Positions, { hovered, picked }: Lit) => {
  const previous = useRef<{ nodes: readonly FlowNode[]; edges: readonly FlowEdge[] }>({ nodes: [], edges: [] })
  const placed = useMemo(() => buildFlow(graph, moved), [graph, moved])
  const bounds = useSteady(useMemo(() => flowBounds(placed, graph), [placed, graph]))
  const lit = useMemo((): Placed => {
    const near = hovered === null ? null : neighbourhood(graph, hovered)
    const away = (id: string) => near !== null && near.size > 0 && !near.has(id)
    const nodes = placed.nodes.map(node => ({
      ...node,
      selected: picked.includes(node.id),
      className: classes(near?.has(node.id) ? '' : node.className, away(node.id), picked.includes(node.id)),
    }))
    const edges = placed.edges.map((edge): FlowEdge => {
      const isPicked = picked.includes(edge.id)
      const className = classes(edge.className, away(edge.id), isPicked)
      if (edge.type !== 'tunnel' || edge.data === undefined) return { ...edge, className }
      const lit = isPicked || near?.has(edge.id) === true
      return { ...edge, className, data: { ...edge.data, lit, faded: away(edge.id) } }
    })
    previous.current = {
      nodes: reuseById(previous.current.nodes, nodes, sameNode),
      edges: reuseById(previous.current.edges, edges, sameEdge),
    }
    return { nodes: [...previous.current.nodes], edges: [...previous.current.edges] }
  }, [placed, graph, hovered, picked])
  return { ...lit, bounds }
}
