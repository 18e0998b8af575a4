import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeError } from '@/lib/model/error'
import type { InventoryNode } from '@/lib/model/inventory'
import type { Profile } from '@/lib/model/reading'
import { fail, type Result } from '@/lib/model/result'
import { reconnectDelayMs, type SshConnection } from '@/lib/ssh'
import type { ReadLimits } from './limits'
import { afterFailure, afterReading, type NodeView } from './node-view'
import { openReader } from './open-reader'
import { type NodeMemory, readNode } from './read-node'
import type { ReaderKind } from './reader'

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

/** How reading on one connection ended. */
interface End {
  error: NodeError | null
  /** So many went well before. */
  readings: number
  /** How the node was asked at last; null when it was never known what it is. */
  kind: ReaderKind | null
}

/** Reads on one connection until it fails. `skip` are ways of asking that this node did not bear on the last one. */
const readUntilFailure = async (
  node: InventoryNode,
  connection: SshConnection,
  skip: ReadonlySet<ReaderKind>,
  { pollIntervalMs, limits, now, signal, update, report }: PollOptions,
): Promise<End> => {
  let memory: NodeMemory | null = null
  const readOptions = {
    limits,
    openReader: (on: SshConnection, profile: Profile) => openReader(on, profile, { limits, skip }),
  }
  const end = (error: NodeError | null, readings: number): End => ({
    error,
    readings,
    kind: memory?.reader.kind ?? null,
  })
  for (let readings = 0; ; readings++) {
    const result: Awaited<ReturnType<typeof readNode>> = await readNode(
      connection,
      memory,
      node.platform ?? null,
      now,
      readOptions,
    ).catch((cause: unknown) => ownMistake(cause, report))
    if (signal.aborted) return end(null, readings)
    if (!result.ok) return end(result.error, readings)
    const { reading } = result.value
    memory = result.value.memory
    update(view => afterReading(view, reading))
    if (!(await pause(pollIntervalMs(), signal))) return end(null, readings)
  }
}

/** A kept command that didn't answer in time may be what hangs: the next connection does without. */
const skipAfter = ({ error, kind }: End, skip: ReadonlySet<ReaderKind>): ReadonlySet<ReaderKind> =>
  error?.code === 'timeout' && kind !== null && kind !== 'exec' ? new Set([...skip, kind]) : new Set()

/**
 * Reads one node for as long as `signal` lets it: connects, reads every `pollIntervalMs`, and after a failure
 * closes the connection and tries again after a growing, jittered delay. Never throws.
 */
export const pollNode = async (node: InventoryNode, connect: Connect, options: PollOptions): Promise<void> => {
  const { signal, update, random } = options
  let skip: ReadonlySet<ReaderKind> = new Set()
  for (let attempt = 0; !signal.aborted; attempt++) {
    const opened = await connect(node)
    let error: NodeError | null = null
    if (opened.ok) {
      const { connection, host } = opened.value
      update(view => (view.host === host ? view : { ...view, host }))
      const closeOnAbort = () => void connection.close()
      signal.addEventListener('abort', closeOnAbort, { once: true })
      const end = await readUntilFailure(node, connection, skip, options)
      signal.removeEventListener('abort', closeOnAbort)
      await connection.close()
      error = end.error
      skip = skipAfter(end, skip)
      if (end.readings > 0) attempt = 0
    } else {
      error = opened.error
    }
    if (error) update(view => afterFailure(view, error))
    if (!(await pause(retryDelayMs(error, attempt + 1, random()), signal))) return
  }
}
