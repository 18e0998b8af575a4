import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import { saysOverflow, WATCHING, type WatchSource, watchCommand } from '@/lib/platform'
import type { SshConnection } from '@/lib/ssh'
import { createLineSplitter } from './line-splitter'

export interface MonitorHandlers {
  /** A line as printed, without its line end. */
  onLine(line: string): void
  /** Events were lost; the monitor goes on. */
  onOverflow(): void
  /** Once, when it ended and we did not close it. */
  onEnd(error: NodeError): void
}

export interface Monitor {
  close(): Promise<void>
}

/** A node that has not started a small program by then is not watched. */
const START_MS = 10_000

/** Starts one monitor. Resolves when the kernel sends it events, or when it can't be had. */
export const startMonitor = async (
  connection: SshConnection,
  source: WatchSource,
  handlers: MonitorHandlers,
): Promise<Result<Monitor, NodeError>> => {
  let state: 'starting' | 'watching' | 'over' = 'starting'
  let said = ''
  let settle: (error: NodeError | null) => void = () => {}
  const settled = new Promise<NodeError | null>(resolve => {
    settle = resolve
  })
  const end = (error: NodeError) => {
    const before = state
    state = 'over'
    if (before === 'starting') settle(error)
    if (before === 'watching') handlers.onEnd(error)
  }
  const stdout = createLineSplitter(line => {
    if (state !== 'over' && line !== '') handlers.onLine(line)
  })
  const stderr = createLineSplitter(line => {
    if (saysOverflow(line)) handlers.onOverflow()
    else if (line !== WATCHING) said = line.replace(/\p{C}/gu, ' ').slice(0, 200)
    else if (state === 'starting') {
      state = 'watching'
      settle(null)
    }
  })
  const opened = await connection.open(watchCommand(source), {
    onStdout: chunk => state === 'over' || stdout.add(chunk) || end(endless(source)),
    onStderr: chunk => state === 'over' || stderr.add(chunk) || end(endless(source)),
    onClose: reason => end(said === '' ? (reason ?? ended(source)) : { ...(reason ?? ended(source)), message: said }),
  })
  if (!opened.ok) return opened
  const timer = setTimeout(() => end(tooLate(source)), START_MS)
  const error = await settled
  clearTimeout(timer)
  const close = () => {
    state = 'over'
    return opened.value.close()
  }
  if (!error) return ok({ close })
  await close()
  return fail(error)
}

const ended = (source: WatchSource): NodeError => ({
  code: 'exitStatus',
  message: `the monitor of ${source} ended`,
  hint: 'It was ended on the node. The node is read again and again meanwhile.',
})

const endless = (source: WatchSource): NodeError => ({
  code: 'outputTooLarge',
  message: `the monitor of ${source} prints a line without end`,
  hint: 'This is no monitor of iproute2. The node is read again and again instead.',
})

const tooLate = (source: WatchSource): NodeError => ({
  code: 'timeout',
  message: `the monitor of ${source} did not start within ${START_MS / 1000} s`,
  hint: 'The node is overloaded, or its /proc can not be read. It is read again and again instead.',
})
