'use client'

import { ReactFlow, ReactFlowProvider, useStore } from '@xyflow/react'
import { type FocusEvent, type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react'
import type { Box } from '@/lib/client/edge-path'
import type { Graph } from '@/lib/client/graph-types'
import { DIRECTIONS, type Direction, nearestIn } from '@/lib/client/nearest'
import { type Positions, usePositions } from '@/lib/client/use-positions'
import { CardNode } from './CardNode'
import { Controls } from './Controls'
import { FoldNode, FrameNode } from './FoldNode'
import { placeKey } from './flow-build'
import type { FlowEdge, FlowNode } from './flow-types'
import { useFolding } from './fold-context'
import { HubNode } from './HubNode'
import { MacNode, MoreNode } from './MacNode'
import { usePick } from './pick-context'
import { SpokeEdge } from './SpokeEdge'
import { selectionOfFlow } from './selection-of-flow'
import { TunnelEdge } from './TunnelEdge'
import { UnfoldEdge } from './UnfoldEdge'
import { READABLE, useFit } from './use-fit'
import { useFlow } from './use-flow'
import { useGoToFrame, useReveal } from './use-reveal'

const NODE_TYPES = { card: CardNode, hub: HubNode, mac: MacNode, more: MoreNode, fold: FoldNode, frame: FrameNode }
const EDGE_TYPES = { tunnel: TunnelEdge, spoke: SpokeEdge, unfold: UnfoldEdge }
const ARIA = {
  'node.a11yDescription.default': 'Enter opens it in the inspector.',
  'node.a11yDescription.keyboardDisabled': 'Enter opens it in the inspector.',
  'edge.a11yDescription.default': 'Enter opens it in the inspector.',
}
const MANY = 120

interface Props {
  graph: Graph
  /** Graph ids of what is picked. */
  pickedIds: readonly string[]
}

/** The id of the graph node or edge that an event came from. */
const idOf = (target: EventTarget): string | null => {
  const element = target instanceof Element ? target.closest('.react-flow__node, .react-flow__edge') : null
  return element?.getAttribute('data-id') ?? null
}

/** Middles of what can be gone to by the arrow keys: things, and lines at their labels. */
const boxesOf = (nodes: readonly FlowNode[], edges: readonly FlowEdge[]): Map<string, Box> => {
  const corners = new Map(nodes.map(node => [node.id, node.position]))
  const boxes = new Map<string, Box>()
  for (const { id, type, position, parentId, width = 0, height = 0 } of nodes) {
    if (type === 'frame') continue
    const from = corners.get(parentId ?? '') ?? { x: 0, y: 0 }
    boxes.set(id, { x: from.x + position.x + width / 2, y: from.y + position.y + height / 2, width, height })
  }
  for (const edge of edges) {
    if (edge.type === 'tunnel' && edge.data !== undefined)
      boxes.set(edge.id, { ...edge.data.route.label, width: 1, height: 1 })
  }
  return boxes
}

const Surface = ({
  graph,
  pickedIds,
  moved,
  positions,
}: Props & { moved: Positions; positions: ReturnType<typeof usePositions> }) => {
  const { pick } = usePick()
  const [hovered, setHovered] = useState<string | null>(null)
  const { nodes, edges, bounds } = useFlow(graph, moved, { hovered, picked: pickedIds })
  const { hold, onMoveStart, refit, reveal, show, goTo, minZoom } = useFit(bounds)
  useReveal(pickedIds, nodes, reveal)
  useGoToFrame(nodes, goTo)
  const far = useStore(state => state.transform[2] < READABLE)
  const pickId = useCallback((id: string) => pick(selectionOfFlow(graph, id)), [graph, pick])
  const { unfold, foldUp } = useFolding()
  const toggle = useCallback(
    (id: string) => {
      const group = graph.folds.find(fold => fold.id === id)
      if (group !== undefined) (group.open ? foldUp : unfold)(id)
    },
    [graph, unfold, foldUp],
  )
  const keyOf = useCallback(
    (id: string) => placeKey(graph, id, [...graph.cards, ...graph.folds].find(one => one.id === id)?.frame ?? null),
    [graph],
  )
  const canvas = useRef<HTMLDivElement>(null)
  /** Takes the focus to the next thing that way, and brings it into view. */
  const go = (from: string, direction: Direction) => {
    const boxes = boxesOf(nodes, edges)
    const next = nearestIn(boxes, from, direction)
    const box = next === null ? undefined : boxes.get(next)
    if (next === null || box === undefined) return
    canvas.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(next)}"]`)?.focus({ preventScroll: true })
    show({ ...box, x: box.x - box.width / 2, y: box.y - box.height / 2 })
  }
  const clear = useCallback(() => setHovered(null), [])
  const onKeyDown = (event: KeyboardEvent) => {
    const id = idOf(event.target)
    const direction = DIRECTIONS[event.key]
    if (event.key === 'Escape') pick(null)
    else if (direction !== undefined && id !== null && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      go(id, direction)
    } else if (
      id !== null &&
      (event.key === 'Enter' || event.key === ' ') &&
      !(event.target instanceof HTMLButtonElement)
    ) {
      event.preventDefault()
      if (pickedIds.includes(id) && id.startsWith('fold:')) toggle(id)
      else pickId(id)
    }
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys and focus of the graph's own elements arrive here
    <div
      className={far ? 'far absolute inset-0' : 'absolute inset-0'}
      onBlur={clear}
      onFocus={(event: FocusEvent) => setHovered(idOf(event.target))}
      onKeyDown={onKeyDown}
      ref={canvas}
    >
      <ReactFlow<FlowNode, FlowEdge>
        ariaLabelConfig={ARIA}
        deleteKeyCode={null}
        disableKeyboardA11y
        edges={edges}
        edgesFocusable
        edgeTypes={EDGE_TYPES}
        elementsSelectable={false}
        maxZoom={2.5}
        minZoom={minZoom}
        multiSelectionKeyCode={null}
        nodes={nodes}
        nodesConnectable={false}
        nodesFocusable
        nodeTypes={NODE_TYPES}
        onEdgeClick={(_, edge) => pickId(edge.id)}
        onEdgeMouseEnter={(_, edge) => setHovered(edge.id)}
        onEdgeMouseLeave={clear}
        onlyRenderVisibleElements={nodes.length > MANY}
        onMoveStart={onMoveStart}
        onNodeClick={(_, node) => pickId(node.id)}
        onNodeDoubleClick={(_, node) => toggle(node.id)}
        onNodeDrag={(_, node) => positions.move(keyOf(node.id), node.position)}
        onNodeDragStart={hold}
        onNodeDragStop={positions.keep}
        onNodeMouseEnter={(_, node) => setHovered(node.id)}
        onNodeMouseLeave={clear}
        onPaneClick={() => pick(null)}
        selectionKeyCode={null}
        zoomOnDoubleClick={false}
      />
      <Controls onFit={refit} onReset={Object.keys(moved).length > 0 ? positions.forget : null} />
    </div>
  )
}

/** The graph itself. It appears once it is known where the user has put things. */
export const Canvas = (props: Props) => {
  const positions = usePositions()
  const moved = useMemo(() => positions.positions, [positions.positions])
  if (moved === null) return null
  return (
    <ReactFlowProvider>
      <Surface {...props} moved={moved} positions={positions} />
    </ReactFlowProvider>
  )
}
