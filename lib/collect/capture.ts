import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import { createPcapReader, type PcapRecord } from '@/lib/packet'
import {
  type CaptureOrder,
  type CaptureWay,
  CLOCK_COMMAND,
  captureCheck,
  captureCommand,
  parseCaptureCheck,
  parseClock,
} from '@/lib/platform'
import type { SshConnection } from '@/lib/ssh'

/** What a capture says. Nothing is called after `onEnd`. */
export interface CaptureHandlers {
  /** Bytes as they came, for who keeps them. */
  onBytes(chunk: Uint8Array): void
  onRecord(record: PcapRecord): void
  /** Once; `null`: it had all it was to have, or we closed it. */
  onEnd(error: NodeError | null): void
}

/** A capture that runs on a node. */
export interface Capture {
  way: CaptureWay
  /** ms to take off the node's clock to have ours, and by how much that may be off; `null` where the node's clock is not told. */
  clock: { aheadMs: number; plusMinus: number } | null
  /** Ends it on the node too. */
  close(): Promise<void>
}

const ASK = { timeoutMs: 8_000, maxBytes: 4096, stdin: '' }
/** tcpdump says at once that it listens, by the header of its capture. */
const START_MS = 8_000
/** Of several looks at a clock the quickest is the most exact. */
const LOOKS = 3

/** How far a node's clock is ahead of ours: it was asked within a round trip, half of which is the error. */
const readClock = async (connection: SshConnection, now: () => number): Promise<Capture['clock']> => {
  let best: Capture['clock'] = null
  for (let look = 0; look < LOOKS; look++) {
    const before = now()
    const answer = await connection.run(CLOCK_COMMAND, ASK)
    const after = now()
    const theirs = answer.ok ? parseClock(answer.value.stdout) : null
    if (theirs === null) return best
    const plusMinus = (after - before) / 2
    if (best === null || plusMinus < best.plusMinus) best = { aheadMs: theirs - (before + after) / 2, plusMinus }
  }
  return best
}

const noPcap = (message: string): NodeError => ({
  code: 'unreadable',
  message: `the capture can't be read: ${message}`,
  hint: 'The login shell prints something of its own, or this is no tcpdump.',
})

const tooLate: NodeError = {
  code: 'timeout',
  message: `tcpdump did not start within ${START_MS / 1000} s`,
  hint: 'The node is overloaded, or its tcpdump ended at once: run the command there by hand.',
}

/**
 * Starts a capture on a node's kept connection. Resolves when it listens: no packet that comes after is missed. It ends after so many
 * packets or seconds, with `close`, and with the connection, so nothing stays on the node however we go. `now` is ms since 1970,
 * and may be finer than whole ones.
 */
export const startCapture = async (
  connection: SshConnection,
  order: CaptureOrder,
  handlers: CaptureHandlers,
  now: () => number,
): Promise<Result<Capture, NodeError>> => {
  const checked = await connection.run(captureCheck(order), ASK)
  if (!checked.ok) return checked
  const way = parseCaptureCheck(checked.value.stdout, order)
  if (!way.ok) return way
  const clock = await readClock(connection, now)

  const reader = createPcapReader()
  let state: 'starting' | 'listening' | 'over' = 'starting'
  let settle: (error: NodeError | null) => void = () => {}
  const listening = new Promise<NodeError | null>(resolve => {
    settle = resolve
  })
  const end = (error: NodeError | null): void => {
    const before = state
    state = 'over'
    settle(error ?? noPcap('it ended before it began'))
    if (before === 'listening') handlers.onEnd(error)
  }
  const opened = await connection.openBytes(
    captureCommand(order, way.value),
    {
      onStdout: chunk => {
        if (state === 'over') return
        const read = reader.push(chunk)
        if (!read.ok) return end(noPcap(read.error.message))
        state = 'listening'
        settle(null)
        handlers.onBytes(chunk)
        for (const record of read.value) handlers.onRecord(record)
      },
      onStderr: () => {},
      // Its time was up, or its packets were there: that is how it ends.
      onClose: reason => end(reason?.code === 'exitStatus' && state === 'listening' ? null : reason),
    },
    { terminal: true },
  )
  if (!opened.ok) return opened
  const timer = setTimeout(() => end(tooLate), START_MS)
  const error = await listening
  clearTimeout(timer)
  if (error !== null) {
    await opened.value.close()
    return fail(error)
  }
  return ok({ way: way.value, clock, close: () => opened.value.close() })
}
