import type { Snapshot } from '@/lib/bus'
import type { InventoryNode } from '@/lib/model/inventory'
import type { Connect } from './following'
import { newShell, statusAfter } from './node-status'
import { readNode } from './read-node'
import { createStore, type NodeSink } from './store'
import { takeReading } from './take-reading'

const readInto = async (sink: NodeSink, node: InventoryNode, connect: Connect, now: () => number): Promise<void> => {
  const opened = await connect(node)
  if (!opened.ok) return sink.tell({ status: statusAfter(opened.error), error: opened.error })
  const { connection, host } = opened.value
  const startedAt = now()
  const result = await readNode(connection, null, node.platform ?? null, now)
  await connection.close()
  if (!result.ok) return sink.tell({ host, status: statusAfter(result.error), error: result.error })
  const { reading } = result.value
  const shell = { host, status: 'connected', error: null, profile: reading.profile } as const
  await takeReading(sink, reading, { startedAt, watched: false, shell })
}

/** Reads each node once and gives the overlay of it: for commands that work without a server. */
export const collectOnce = async (
  nodes: readonly InventoryNode[],
  connect: Connect,
  now: () => number,
): Promise<Omit<Snapshot, 'revision'>> => {
  const store = createStore(() => {}, now)
  await Promise.all(nodes.map(node => readInto(store.add(newShell(node)), node, connect, now)))
  return store.state()
}
