import type { Snapshot } from '@/lib/bus'
import type { InventoryNode } from '@/lib/model/inventory'
import { afterFailure, afterReading, type NodeView, newView } from './node-view'
import type { Connect } from './poll-node'
import { readNode } from './read-node'
import { snapshotOf } from './snapshot'

const readView = async (node: InventoryNode, connect: Connect, now: () => number): Promise<NodeView> => {
  const view = newView(node)
  const opened = await connect(node)
  if (!opened.ok) return afterFailure(view, opened.error)
  const { connection, host } = opened.value
  const result = await readNode(connection, null, node.platform ?? null, now)
  await connection.close()
  const reached = { ...view, host }
  return result.ok ? afterReading(reached, result.value.reading) : afterFailure(reached, result.error)
}

/** Reads each node once and gives the overlay of it: for commands that work without a server. */
export const collectOnce = async (
  nodes: readonly InventoryNode[],
  connect: Connect,
  now: () => number,
): Promise<Omit<Snapshot, 'revision'>> =>
  snapshotOf(await Promise.all(nodes.map(node => readView(node, connect, now))), now())
