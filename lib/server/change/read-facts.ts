import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
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
import { readNode } from '@/lib/collect/read-node'
import { type ChangeNode, type ChangeRefusal, refusalOf } from '@/lib/model/change'
import type { ApiError, NodeError } from '@/lib/model/error'
import type { InventoryNode, PlatformName } from '@/lib/model/inventory'
import type { Overlay } from '@/lib/model/overlay'
import type { Reading } from '@/lib/model/reading'
import { fail, ok, type Result } from '@/lib/model/result'
import type { SshConnection } from '@/lib/ssh'

/** The hash of a plan's digest. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What a node says when it is asked. */
interface NodeAnswers {
  system: SystemFacts
  /** `null` where none was asked for. */
  reading: Reading | null
}

/** A node that answers so slowly is not one to change, ms. */
const ASK_MS = 20_000

const tooSlow: NodeError = {
  code: 'timeout',
  message: `it did not answer within ${ASK_MS / 1000} s`,
  hint: 'A command hangs on the node, or the way to it is slow.',
}

const readAnswers = async (
  connection: SshConnection,
  platform: PlatformName | null,
  afresh: boolean,
): Promise<Result<NodeAnswers, NodeError>> => {
  const [answers, read] = await Promise.all([
    createExecReader(connection).ask(SYSTEM_QUERIES, READ_LIMITS),
    afresh ? readNode(connection, null, platform, Date.now) : null,
  ])
  if (!answers.ok) return answers
  if (read !== null && !read.ok) return read
  return ok({ system: parseSystem(answers.value), reading: read?.value.reading ?? null })
}

/** Asks a node what a change must know of it, on a connection of its own, for a bounded time. Changes nothing there. */
const askNode = async (
  node: InventoryNode,
  connect: Connect,
  afresh: boolean,
): Promise<Result<NodeAnswers, NodeError>> => {
  const opened = await connect(node)
  if (!opened.ok) return opened
  const { connection } = opened.value
  const ready = await connection.ready()
  if (!ready.ok) return ready
  const over = new AbortController()
  const answered = await Promise.race([
    readAnswers(connection, node.platform ?? null, afresh),
    sleep(ASK_MS, fail(tooSlow), { signal: over.signal }),
  ])
  over.abort()
  await connection.close()
  return answered
}

export interface FactsRead {
  facts: ChangeFacts
  /** Nodes of the change that could not be asked. */
  failed: { node: string; error: ApiError }[]
}

/** Which nodes it is about: a change, or as much of one. */
export interface AboutNodes {
  nodes: readonly Pick<ChangeNode, 'node'>[]
}

/** What is known of all nodes. */
export interface Known {
  overlay: Overlay
  readings: ReadonlyMap<string, Reading>
  /** Whether a node is read anew: what is known of it may be older than a moment. */
  afresh: (node: string) => boolean
}

/**
 * What a plan of this change is made from: the overlay and readings as they are, and each named node asked what it is. A node that
 * was not read yet is read now; one that is known not to answer isn't asked once more.
 */
export const readChangeFacts = async (
  change: AboutNodes,
  inventory: readonly InventoryNode[],
  connect: Connect,
  { overlay, readings, afresh }: Known,
): Promise<FactsRead> => {
  const nodes = new Map<string, NodeFacts>()
  const failed: FactsRead['failed'] = []
  const named = inventory.filter(({ name }) => change.nodes.some(({ node }) => node === name))
  const ask = (node: InventoryNode): Promise<Result<NodeAnswers, NodeError>> | Result<never, ApiError> => {
    const isRead = readings.has(node.name)
    const error = overlay.nodes.find(({ name }) => name === node.name)?.error
    return error && !isRead ? fail(error) : askNode(node, connect, !isRead || afresh(node.name))
  }
  const asked = await Promise.all(named.map(async node => ({ node: node.name, answers: await ask(node) })))
  for (const { node, answers } of asked) {
    if (!answers.ok) failed.push({ node, error: answers.error })
    const { reading, system } = answers.ok ? answers.value : { reading: null, system: UNKNOWN_SYSTEM }
    nodes.set(node, { reading: reading ?? readings.get(node) ?? null, system })
  }
  return { facts: { nodes, overlay, readings }, failed }
}

/** Why there is no plan where nodes of the change could not be asked. */
export const refuseUnasked = (failed: FactsRead['failed']): ChangeRefusal =>
  refusalOf(failed.map(({ node, error }) => ({ node, field: 'node', message: `could not be asked: ${error.message}` })))
