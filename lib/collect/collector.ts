import type { InventoryNode } from '@/lib/model/inventory'
import { type NodeView, newView } from './node-view'
import { type Connect, type PollOptions, pollNode } from './poll-node'

export interface CollectorOptions extends Omit<PollOptions, 'signal' | 'update'> {
  connect: Connect
  /** Called after each change of a node's view, and when the set of nodes changes. */
  onChange: () => void
}

export interface Collector {
  /** Every node of the inventory in its order. */
  views(): NodeView[]
  /** Takes a new inventory: new nodes are started, gone ones ended, changed ones begun anew, the rest left in peace. */
  setNodes(nodes: readonly InventoryNode[]): void
  /** Ends all connections and loops. */
  stop(): Promise<void>
}

interface Watched {
  view: NodeView
  ended: Promise<void>
  abort: AbortController
}

const sameNode = (a: InventoryNode, b: InventoryNode): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Keeps each node's reading current. One per process; one loop per node, so that no node waits for another. */
export const startCollector = ({ connect, onChange, ...poll }: CollectorOptions): Collector => {
  const watched = new Map<string, Watched>()
  let order: string[] = []

  const start = (node: InventoryNode): void => {
    const abort = new AbortController()
    const entry: Watched = { view: newView(node), abort, ended: Promise.resolve() }
    watched.set(node.name, entry)
    const update = (change: (view: NodeView) => NodeView): void => {
      if (abort.signal.aborted) return
      entry.view = change(entry.view)
      onChange()
    }
    entry.ended = pollNode(node, connect, { ...poll, signal: abort.signal, update })
  }

  const end = (name: string): Promise<void> => {
    const entry = watched.get(name)
    watched.delete(name)
    entry?.abort.abort()
    return entry?.ended ?? Promise.resolve()
  }

  return {
    views: () => order.flatMap(name => watched.get(name)?.view ?? []),
    setNodes: nodes => {
      order = nodes.map(({ name }) => name)
      for (const [name, { view }] of [...watched]) {
        const kept = nodes.find(node => node.name === name)
        if (!kept || !sameNode(kept, view.node)) void end(name)
      }
      for (const node of nodes) if (!watched.has(node.name)) start(node)
      onChange()
    },
    stop: async () => {
      await Promise.all([...watched.keys()].map(end))
    },
  }
}
