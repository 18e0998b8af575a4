import type { InventoryNode } from '@/lib/model/inventory'
import { followNode } from './follow-node'
import type { Connect, FollowOptions } from './following'
import { newShell } from './node-status'
import type { Store } from './store'

export interface CollectorOptions extends Omit<FollowOptions, 'signal' | 'sink'> {
  connect: Connect
  store: Store
}

export interface Collector {
  /** Takes a new inventory: new nodes are started, gone ones ended, changed ones begun anew, the rest left in peace. */
  setNodes(nodes: readonly InventoryNode[]): void
  /** Ends all connections and loops. */
  stop(): Promise<void>
}

interface Followed {
  node: InventoryNode
  ended: Promise<void>
  abort: AbortController
}

const sameNode = (a: InventoryNode, b: InventoryNode): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Keeps each node's reading current. One per process; one loop per node, so that no node waits for another. */
export const startCollector = ({ connect, store, ...follow }: CollectorOptions): Collector => {
  const followed = new Map<string, Followed>()

  const start = (node: InventoryNode): void => {
    const abort = new AbortController()
    const sink = store.add(newShell(node))
    followed.set(node.name, {
      ...{ node, abort },
      ended: followNode(node, connect, { ...follow, signal: abort.signal, sink }),
    })
  }

  const end = ({ node, abort }: Followed): void => {
    followed.delete(node.name)
    abort.abort()
    store.remove(node.name)
  }

  return {
    setNodes: nodes => {
      for (const one of [...followed.values()]) {
        const kept = nodes.find(({ name }) => name === one.node.name)
        if (!kept || !sameNode(kept, one.node)) end(one)
      }
      for (const node of nodes) if (!followed.has(node.name)) start(node)
    },
    stop: async () => {
      for (const { abort } of followed.values()) abort.abort()
      await Promise.all([...followed.values()].map(({ ended }) => ended))
    },
  }
}
