import { createHash } from 'node:crypto'
import {
  type ChangeFacts,
  type NodeFacts,
  parseSystem,
  SYSTEM_QUERIES,
  type SystemFacts,
  UNKNOWN_SYSTEM,
} from '@/lib/change'
import { READ_LIMITS } from '@/lib/collect'
import { createExecReader } from '@/lib/collect/exec-reader'
import type { Connect } from '@/lib/collect/following'
import type { ChangeNode } from '@/lib/model/change'
import type { NodeError } from '@/lib/model/error'
import type { InventoryNode } from '@/lib/model/inventory'
import type { Overlay } from '@/lib/model/overlay'
import type { Reading } from '@/lib/model/reading'
import { ok, type Result } from '@/lib/model/result'

/** The hash of a plan's digest. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Asks a node what a change must know of it, on a connection of its own. Changes nothing there. */
const readSystem = async (node: InventoryNode, connect: Connect): Promise<Result<SystemFacts, NodeError>> => {
  const opened = await connect(node)
  if (!opened.ok) return opened
  const { connection } = opened.value
  const answers = await createExecReader(connection).ask(SYSTEM_QUERIES, READ_LIMITS)
  await connection.close()
  return answers.ok ? ok(parseSystem(answers.value)) : answers
}

export interface FactsRead {
  facts: ChangeFacts
  /** Nodes of the change that could not be asked. */
  failed: { node: string; error: NodeError }[]
}

/** Which nodes it is about: a change, or as much of one. */
export interface AboutNodes {
  nodes: readonly Pick<ChangeNode, 'node'>[]
}

/** What a plan of this change is made from: the overlay and readings as they are, and each named node asked what it is. */
export const readChangeFacts = async (
  change: AboutNodes,
  inventory: readonly InventoryNode[],
  connect: Connect,
  { overlay, readings }: { overlay: Overlay; readings: ReadonlyMap<string, Reading> },
): Promise<FactsRead> => {
  const nodes = new Map<string, NodeFacts>()
  const failed: FactsRead['failed'] = []
  const named = inventory.filter(({ name }) => change.nodes.some(({ node }) => node === name) && readings.has(name))
  const asked = await Promise.all(
    named.map(async node => ({ node: node.name, system: await readSystem(node, connect) })),
  )
  for (const { node, system } of asked) {
    if (!system.ok) failed.push({ node, error: system.error })
    nodes.set(node, { reading: readings.get(node) ?? null, system: system.ok ? system.value : UNKNOWN_SYSTEM })
  }
  return { facts: { nodes, overlay }, failed }
}
