import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeError } from '@/lib/model/error'
import type { InventoryNode } from '@/lib/model/inventory'
import { fail, type Result } from '@/lib/model/result'
import { reconnectDelayMs, type SshConnection } from '@/lib/ssh'
import { afterFailure, afterReading, type NodeView } from './node-view'
import { type NodeMemory, type ReadLimits, readNode } from './read-node'

/** Gives a connection to a node, or says what in its inventory entry makes that impossible. */
export type Connect = (node: InventoryNode) => Promise<Result<{ connection: SshConnection; host: string }, NodeError>>

export interface PollOptions {
  /** From the end of one reading to the start of the next. */
  pollIntervalMs: () => number
  limits: ReadLimits
  /** ms since 1970. */
  now: () => number
  /** In [0, 1): jitter of reconnects. */
  random: () => number
  /** Gets what should never happen: a mistake of ours. */
  report: (cause: unknown) => void
  signal: AbortSignal
  update: (change: (view: NodeView) => NodeView) => void
}

/** True when the time is up, false when the loop was ended meanwhile. */
const pause = (ms: number, signal: AbortSignal): Promise<boolean> =>
  sleep(ms, true, { signal, ref: false }).catch(() => false)

/** So soon a key that was trusted meanwhile is noticed. */
const HOST_KEY_RETRY_MS = 5_000

const retryDelayMs = (error: NodeError | null, attempt: number, random: number): number => {
  const delay = reconnectDelayMs(attempt, random)
  const waitsForTrust = error?.code === 'hostKeyUnknown' || error?.code === 'hostKeyChanged'
  return waitsForTrust ? Math.min(delay, HOST_KEY_RETRY_MS) : delay
}

/** A mistake of ours in reading one node must not end the others: it is that node's error, and goes to the log. */
const ownMistake = (cause: unknown, report: (cause: unknown) => void): Result<never, NodeError> => {
  report(cause)
  const hint = "The server's log says where. Please report it together with what the node prints."
  return fail({ code: 'unreadable', message: 'vxscope failed to read this answer', hint })
}

/** Reads on one connection until it fails. Gives the failure and how many readings went well before it. */
const readUntilFailure = async (
  node: InventoryNode,
  connection: SshConnection,
  { pollIntervalMs, limits, now, signal, update, report }: PollOptions,
): Promise<{ error: NodeError | null; readings: number }> => {
  let memory: NodeMemory | null = null
  for (let readings = 0; ; readings++) {
    const result: Awaited<ReturnType<typeof readNode>> = await readNode(
      connection,
      memory,
      node.platform ?? null,
      now,
      limits,
    ).catch((cause: unknown) => ownMistake(cause, report))
    if (signal.aborted) return { error: null, readings }
    if (!result.ok) return { error: result.error, readings }
    const { reading } = result.value
    memory = result.value.memory
    update(view => afterReading(view, reading))
    if (!(await pause(pollIntervalMs(), signal))) return { error: null, readings }
  }
}

/**
 * Reads one node for as long as `signal` lets it: connects, reads every `pollIntervalMs`, and after a failure
 * closes the connection and tries again after a growing, jittered delay. Never throws.
 */
export const pollNode = async (node: InventoryNode, connect: Connect, options: PollOptions): Promise<void> => {
  const { signal, update, random } = options
  for (let attempt = 0; !signal.aborted; attempt++) {
    const opened = await connect(node)
    let error: NodeError | null = null
    if (opened.ok) {
      const { connection, host } = opened.value
      update(view => (view.host === host ? view : { ...view, host }))
      const closeOnAbort = () => void connection.close()
      signal.addEventListener('abort', closeOnAbort, { once: true })
      const end = await readUntilFailure(node, connection, options)
      signal.removeEventListener('abort', closeOnAbort)
      await connection.close()
      error = end.error
      if (end.readings > 0) attempt = 0
    } else {
      error = opened.error
    }
    if (error) update(view => afterFailure(view, error))
    if (!(await pause(retryDelayMs(error, attempt + 1, random()), signal))) return
  }
}
