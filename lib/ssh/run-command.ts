import type { ClientChannel } from 'ssh2'
import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import { ByteCollector } from './byte-collector'
import type { ChannelSlots } from './channel-slots'
import { channelError } from './connect-error'
import { hangUp } from './hang-up'
import type { SshLimits } from './login'
import { lostWhile, nodeError, seconds } from './node-error'
import type { Session } from './session'

export interface RunOptions {
  /** For all of it once connected: waiting for a channel, the command, its output. */
  timeoutMs: number
  /** Of stdout. */
  maxBytes: number
  stdin: string
}

export interface RunOutput {
  stdout: string
  /** Its first 64 KiB. */
  stderr: string
  /** Exit status; null when a signal ended it, or the server told none. */
  status: number | null
  signal: string | null
  truncated: false
}

const STDERR_BYTES = 64 * 1024

/** Runs one command on a session, bounded in time and output. Never throws. */
export const runCommand = async (
  session: Session,
  slots: ChannelSlots,
  command: string,
  options: RunOptions,
  { lingerMs }: Pick<SshLimits, 'lingerMs'>,
): Promise<Result<RunOutput, NodeError>> => {
  const end = performance.now() + options.timeoutMs
  for (;;) {
    const release = await slots.acquire(Math.max(0, end - performance.now()))
    if (!release) return fail(noFreeChannel(options))
    if (session.lost) {
      release()
      return fail(lostWhile('waiting for a channel', session.lost))
    }
    const left = { ...options, timeoutMs: Math.max(0, end - performance.now()), wholeMs: options.timeoutMs, lingerMs }
    const { result, refused } = await new Execution(session, command, left, release).done
    if (!refused || !slots.shrink()) {
      if (refused) release()
      return result
    }
    release()
  }
}

interface Outcome {
  result: Result<RunOutput, NodeError>
  /** The server opened no channel: MaxSessions. The slot is still held then. */
  refused: boolean
}

/** One channel from opening to its end. The slot is given back when the channel is closed, not when the result is known. */
class Execution {
  readonly done: Promise<Outcome>
  private settle: (outcome: Outcome) => void = () => {}
  private finished = false
  private closed = false
  private channel: ClientChannel | null = null
  private readonly stdout: ByteCollector
  private readonly stderr = new ByteCollector(STDERR_BYTES)
  private exit: { status: number | null; signal: string | null } | null = null
  private ended = false
  private readonly timer: NodeJS.Timeout
  private unlisten: () => void = () => {}
  private dropTimer: NodeJS.Timeout | null = null

  constructor(
    private readonly session: Session,
    command: string,
    private readonly options: RunOptions & { wholeMs: number; lingerMs: number },
    private readonly release: () => void,
  ) {
    this.stdout = new ByteCollector(options.maxBytes)
    this.done = new Promise(resolve => {
      this.settle = resolve
    })
    this.timer = setTimeout(() => this.abandon(this.timeout()), options.timeoutMs)
    this.unlisten = session.onLost(error => this.connectionLost(error))
    try {
      session.client.exec(command, (error, channel) => (error ? this.refuse(error) : this.opened(channel)))
    } catch {
      // ssh2 throws when its socket is closing already: `onLost` follows.
      session.destroy()
    }
  }

  private opened(channel: ClientChannel) {
    this.channel = channel
    channel.on('error', () => {})
    channel.on('data', (chunk: Buffer) => {
      if (!this.finished && !this.stdout.add(chunk)) this.abandon(this.tooLarge())
    })
    channel.stderr.on('data', (chunk: Buffer) => this.finished || this.stderr.add(chunk))
    channel.on('end', () => {
      this.ended = true
    })
    channel.on('exit', (status: number | null, signal?: string) => {
      this.exit = { status, signal: signal ?? null }
    })
    channel.on('close', () => this.channelClosed())
    if (this.finished) return this.hangUp()
    channel.end(this.options.stdin)
  }

  private refuse(error: Error) {
    if (this.session.lost) return
    const mayWait = 'reason' in error && typeof error.reason === 'number'
    const refused = mayWait && !this.finished
    this.finish({ result: fail(channelError(error)), refused })
    if (refused) this.unlisten()
    else this.free()
  }

  private channelClosed() {
    this.closed = true
    if (!this.session.lost) this.complete()
    this.free()
  }

  /** A command that has told its status and closed its output was finished before the connection went. */
  private connectionLost(error: NodeError) {
    if (this.exit && this.ended) this.complete()
    else this.finish({ result: fail(lostWhile('a command ran', error)), refused: false })
    this.free()
  }

  private complete() {
    const { status, signal } = this.exit ?? { status: null, signal: null }
    const [stdout, stderr] = this.finished ? ['', ''] : [this.stdout.toString(), this.stderr.toString()]
    this.finish({ result: ok({ stdout, stderr, status, signal, truncated: false }), refused: false })
  }

  /** Gives the result now and gets rid of the channel; what still comes is thrown away unread. */
  private abandon(error: NodeError) {
    this.finish({ result: fail(error), refused: false })
    if (this.closed) return
    this.dropTimer = setTimeout(() => this.session.destroy(), this.options.lingerMs)
    this.hangUp()
  }

  private hangUp() {
    if (!this.channel) return
    hangUp(this.session.client, this.channel)
  }

  private finish(outcome: Outcome) {
    if (this.finished) return
    this.finished = true
    clearTimeout(this.timer)
    this.settle(outcome)
  }

  private free() {
    if (this.dropTimer) clearTimeout(this.dropTimer)
    this.unlisten()
    this.release()
  }

  private timeout(): NodeError {
    const came = this.channel ? `${this.stdout.size} bytes came` : 'its channel was not opened'
    return nodeError(
      'timeout',
      `the command was not finished within ${seconds(this.options.wholeMs)} (${came})`,
      'The node is overloaded, the way to it is slow, or a command hangs there.',
    )
  }

  private tooLarge(): NodeError {
    return nodeError(
      'outputTooLarge',
      `the command printed more than ${this.options.maxBytes} bytes; reading was stopped`,
      'A table larger than expected, or a login script that prints without end.',
    )
  }
}

const noFreeChannel = ({ timeoutMs }: RunOptions) =>
  nodeError(
    'timeout',
    `no channel came free within ${seconds(timeoutMs)}`,
    'Other commands on this connection take long: the node is overloaded, or one of them hangs.',
  )
