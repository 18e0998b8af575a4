import { type Edge, type Node, ReactFlow } from '@xyflow/react'
import { createRoot } from 'react-dom/client'

const NODES = 1_000
const EDGES = 2_000
const COLUMNS = 40

/** What the graph would be without folding: React Flow as it comes, with as many nodes and twice as many edges. */
const plain = (): { nodes: Node[]; edges: Edge[] } => ({
  nodes: Array.from({ length: NODES }, (_, at) => ({
    id: `${at}`,
    position: { x: (at % COLUMNS) * 200, y: Math.floor(at / COLUMNS) * 100 },
    data: { label: `node${at}` },
  })),
  edges: Array.from({ length: EDGES }, (_, at) => ({
    id: `e${at}`,
    source: `${at % NODES}`,
    target: `${(at * 7919 + 13) % NODES}`,
  })),
})

const { nodes, edges } = location.hash === '#empty' ? { nodes: [], edges: [] } : plain()
const root = document.getElementById('root')
if (root !== null) createRoot(root).render(<ReactFlow edges={edges} fitView minZoom={0.05} nodes={nodes} />)
