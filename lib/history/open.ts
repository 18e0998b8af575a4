import type { HistoryResult } from './error'
import { createHistory, type History } from './history'
import type { Usage } from './protocol'
import { historyWorkerPath } from './worker-path'
import { startWorker } from './worker-port'
import { createWriter } from './writer'

export interface Retention {
  maxAgeMs: number
  /** Of the pages in use; SQLite's log beside the file is a few MB more. */
  maxBytes: number
  /** Of the audit log, whatever its size. */
  auditAgeMs: number
}

const DAY_MS = 86_400_000

export const RETENTION: Retention = { maxAgeMs: 30 * DAY_MS, maxBytes: 2 * 1024 ** 3, auditAgeMs: 400 * DAY_MS }

const PRUNE_EVERY_MS = 60_000
/** After a kill, so much of the time before it may count as not recorded. */
const ALIVE_EVERY_MS = 10_000
/** Events that may wait to be written: two bursts of 100,000 rows, and some 200 MB at most. */
const QUEUE_BOUND = 250_000

export interface HistoryOptions {
  file: string
  retention?: Partial<Retention>
  /** ms since 1970. */
  now: () => number
  /** Bundle of worker.ts; made when not given. */
  workerPath?: string
  queueBound?: number
}

/**
 * Opens the history in `file`; makes it, or brings it to the newest schema. `newer`: it was written by a newer release;
 * `cannotOpen`: the place can't be written. A damaged file is moved aside (`movedAside`), and a new one begun.
 */
export const openHistory = async ({
  file,
  retention,
  now,
  workerPath,
  queueBound = QUEUE_BOUND,
}: HistoryOptions): Promise<HistoryResult<History>> => {
  const { maxAgeMs, maxBytes, auditAgeMs } = { ...RETENTION, ...retention }
  const port = startWorker(workerPath ?? (await historyWorkerPath()))
  const begun = now()
  const asideSuffix = new Date(begun).toISOString().replaceAll(':', '')
  const opened = await port.ask('open', { file, asideSuffix, now: begun })
  if (!opened.ok) {
    await port.end()
    return opened
  }
  let pruning: Promise<HistoryResult<Usage>> | null = null
  const prune = () => {
    const at = now()
    pruning ??= port.ask('prune', { floor: at - maxAgeMs, auditFloor: at - auditAgeMs, maxBytes }).finally(() => {
      pruning = null
    })
    return pruning
  }
  const alive = () => port.ask('alive', { at: now() })
  const timers = [setInterval(prune, PRUNE_EVERY_MS), setInterval(alive, ALIVE_EVERY_MS)]
  for (const timer of timers) timer.unref()
  const writer = createWriter({
    port,
    last: opened.value.last,
    bound: queueBound,
    onWritten: bytes => {
      if (bytes > maxBytes) void prune()
    },
  })
  void prune()
  const stop = async () => {
    for (const timer of timers) clearInterval(timer)
    await alive()
  }
  return { ok: true, value: createHistory(port, writer, opened.value.movedAside, prune, stop) }
}
