import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeError } from '@/lib/model/error'
import type { InventoryNode } from '@/lib/model/inventory'
import { fail } from '@/lib/model/result'
import { applyFailure } from '@/lib/overlay'
import { reconnectDelayMs } from '@/lib/ssh'
import { followConnection } from './follow-connection'
import type { Connect, End, FollowOptions } from './following'
import { statusAfter } from './node-status'
import type { ReaderKind } from './reader'

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

/** A mistake of ours in following one node must not end the others: it is that node's error, and goes to the log. */
const ownMistake = (cause: unknown, report: (cause: unknown) => void): End => {
  report(cause)
  const hint = "The server's log says where. Please report it together with what the node prints."
  return { error: { code: 'unreadable', message: 'vxscope failed to read this node', hint }, readings: 0, kind: null }
}

/** A kept command that didn't answer in time may be what hangs: the next connection does without. */
const skipAfter = ({ error, kind }: End, skip: ReadonlySet<ReaderKind>): ReadonlySet<ReaderKind> =>
  error?.code === 'timeout' && kind !== null && kind !== 'exec' ? new Set([...skip, kind]) : new Set()

const followOnce = async (
  node: InventoryNode,
  opened: Awaited<ReturnType<Connect>>,
  skip: ReadonlySet<ReaderKind>,
  options: FollowOptions,
): Promise<End> => {
  const { signal, sink, report } = options
  if (!opened.ok) return { ...fail(opened.error), readings: 0, kind: null }
  const { connection, host } = opened.value
  if (sink.table().readAt === null) sink.tell({ host })
  const closeOnAbort = () => void connection.close()
  signal.addEventListener('abort', closeOnAbort, { once: true })
  const end = await followConnection(node, connection, { ...options, host, skip }).catch((cause: unknown) =>
    ownMistake(cause, report),
  )
  signal.removeEventListener('abort', closeOnAbort)
  await connection.close()
  return end
}

/**
 * Follows one node for as long as `signal` lets it: connects, keeps it read and watched, and after a failure closes the
 * connection and tries again after a growing, jittered delay. Never throws.
 */
export const followNode = async (node: InventoryNode, connect: Connect, options: FollowOptions): Promise<void> => {
  const { signal, sink, random, now } = options
  let skip: ReadonlySet<ReaderKind> = new Set()
  for (let attempt = 0; !signal.aborted; attempt++) {
    const end = await followOnce(node, await connect(node), skip, options)
    const { error } = end
    skip = skipAfter(end, skip)
    if (end.readings > 0) attempt = 0
    if (signal.aborted) return
    if (error) {
      const status = statusAfter(error)
      const failure = { refused: status === 'refused', message: error.message }
      sink.step(table => applyFailure(table, failure, now()), { status, error, watch: 'none' })
    }
    if (!(await pause(retryDelayMs(error, attempt + 1, random()), signal))) return
  }
}
