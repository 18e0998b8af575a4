import { StringDecoder } from 'node:string_decoder'
import type { ClientChannel, ExecOptions } from 'ssh2'
import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import type { ChannelSlots } from './channel-slots'
import { channelError } from './connect-error'
import { hangUp } from './hang-up'
import { lostWhile, nodeError, seconds } from './node-error'
import type { Session } from './session'

/** What a stream says, as it comes; it may begin before `open` has resolved. Nothing is called after `onClose`. */
export interface ByteHandlers {
  onStdout(chunk: Buffer): void
  onStderr(chunk: Buffer): void
  /**
   * Once. Null when we closed it, or the command ended with status 0; `exitStatus` when it ended otherwise, `unreachable` when
   * the connection was lost, `channelRefused` when its channel was needed for commands.
   */
  onClose(reason: NodeError | null): void
}

export interface StreamHandlers extends Pick<ByteHandlers, 'onClose'> {
  /** Decoded as UTF-8 over the borders of packets; bytes that aren't become U+FFFD. */
  onStdout(chunk: string): void
  onStderr(chunk: string): void
}

/** The same bytes as text. */
export const asText = ({ onStdout, onStderr, onClose }: StreamHandlers): ByteHandlers => {
  const [stdout, stderr] = [new StringDecoder('utf8'), new StringDecoder('utf8')]
  return {
    onStdout: chunk => onStdout(stdout.write(chunk)),
    onStderr: chunk => onStderr(stderr.write(chunk)),
    onClose,
  }
}

/**
 * A terminal that changes no byte on its way. When the channel or the connection ends, the node's kernel hangs it up: every command in
 * it is sent SIGHUP, also one that runs as root and that its user may not signal (sudo(8)).
 */
const RAW_TERMINAL: ExecOptions = {
  pty: {
    ...{ term: 'dumb', cols: 80, rows: 24, width: 0, height: 0 },
    // RFC 4254 §8
    modes: { OPOST: 0, ONLCR: 0, ECHO: 0, ICANON: 0, ISIG: 0, ICRNL: 0, IXON: 0 },
  },
}

export interface StreamOptions {
  /** stderr comes with stdout then. */
  terminal?: boolean
}

/** A command that stays, in a channel of its own. */
export interface SshStream {
  /** What the node doesn't take yet waits here: a caller bounds it by waiting for answers. Nothing once it is closed. */
  write(text: string): void
  /** Ends its input; its output may go on. */
  end(): void
  /**
   * Ends it: the command's input is at its end, and it is sent SIGTERM, which OpenSSH passes on since 7.9 and not to root. So a
   * command that must not outlive us has to mind its input. Resolves when the channel is gone, or after a second.
   */
  close(): Promise<void>
}

const OPEN_MS = 10_000
const CLOSE_MS = 1_000

/**
 * Starts one command on a session and leaves it open. Nothing of its output is kept: each packet (at most 32 KiB) goes to the
 * handler before the next is read, so memory is bounded by what the handler keeps and by SSH's window (2 MiB).
 */
export const openStream = (
  session: Session,
  slots: ChannelSlots,
  command: string,
  handlers: ByteHandlers,
  { terminal = false }: StreamOptions = {},
): Promise<Result<SshStream, NodeError>> =>
  new Promise(resolve => {
    if (session.lost) return resolve(fail(lostWhile('a stream was opened', session.lost)))
    let stream: KeptStream | null = null
    const release = slots.keep(() => stream?.evict())
    if (!release) return resolve(fail(noRoom))
    let given = false
    const give = (result: Result<SshStream, NodeError>) => {
      given = true
      clearTimeout(timer)
      unlisten()
      resolve(result)
    }
    const timer = setTimeout(() => give(fail(tooSlow)), OPEN_MS)
    const unlisten = session.onLost(error => {
      release()
      give(fail(lostWhile('a stream was opened', error)))
    })
    const opened = (channel: ClientChannel) => {
      stream = new KeptStream(session, channel, handlers, release)
      if (given) void stream.close()
      else give(ok(stream))
    }
    const refused = (error: Error) => {
      const sessionsReached = 'reason' in error && typeof error.reason === 'number'
      if (sessionsReached) slots.shrink()
      release()
      if (!given) give(fail(channelError(error)))
    }
    try {
      session.client.exec(command, terminal ? RAW_TERMINAL : {}, (error, channel) =>
        error ? refused(error) : opened(channel),
      )
    } catch {
      // ssh2 throws when its socket is closing already: `onLost` follows.
      session.destroy()
    }
  })

class KeptStream implements SshStream {
  private exit: { status: number | null; signal: string | null } | null = null
  private ended: NodeError | null = null
  private over = false
  private readonly gone: Promise<void>

  constructor(
    private readonly session: Session,
    private readonly channel: ClientChannel,
    private readonly handlers: ByteHandlers,
    release: () => void,
  ) {
    channel.on('error', () => {})
    channel.on('data', (chunk: Buffer) => this.over || this.handlers.onStdout(chunk))
    channel.stderr.on('data', (chunk: Buffer) => this.over || this.handlers.onStderr(chunk))
    channel.on('exit', (status: number | null, signal?: string) => {
      this.exit = { status, signal: signal ?? null }
    })
    const unlisten = session.onLost(error => this.finish(lostWhile('a stream was open', error)))
    this.gone = new Promise(resolve => {
      channel.on('close', () => {
        unlisten()
        release()
        if (!session.lost) this.finish(this.ended ?? exitError(this.exit))
        resolve()
      })
    })
  }

  write(text: string) {
    if (!this.over && this.channel.writable) this.channel.write(text)
  }

  end() {
    if (!this.over) this.channel.end()
  }

  close(): Promise<void> {
    this.finish(null)
    if (!this.session.lost) hangUp(this.session.client, this.channel)
    let timer: NodeJS.Timeout
    const late = new Promise<void>(resolve => {
      timer = setTimeout(resolve, CLOSE_MS)
    })
    return Promise.race([this.gone, late]).finally(() => clearTimeout(timer))
  }

  evict() {
    this.ended = noRoom
    hangUp(this.session.client, this.channel)
  }

  private finish(reason: NodeError | null) {
    if (this.over) return
    this.over = true
    this.handlers.onClose(reason)
  }
}

const exitError = (exit: { status: number | null; signal: string | null } | null): NodeError | null => {
  if (exit?.status === 0) return null
  const how = exit === null ? 'without a status' : exit.signal ? `by ${exit.signal}` : `with status ${exit.status}`
  return nodeError(
    'exitStatus',
    `a command that should stay ended ${how}`,
    'It was killed on the node, or is unknown there.',
  )
}

const noRoom = nodeError(
  'channelRefused',
  'no channel is left for a command that stays',
  'MaxSessions of its sshd is low: commands come first on the few channels it bears.',
)

const tooSlow = nodeError(
  'timeout',
  `no channel was opened within ${seconds(OPEN_MS)}`,
  'The node is overloaded, or the way to it is slow.',
)
