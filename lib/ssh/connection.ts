import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import { ChannelSlots } from './channel-slots'
import type { HostKeyTrust } from './host-key-trust'
import { DEFAULT_LIMITS, type SshLimits } from './login'
import type { LoginGate } from './login-gate'
import {
  asText,
  type ByteHandlers,
  openStream,
  type SshStream,
  type StreamHandlers,
  type StreamOptions,
} from './open-stream'
import { type RunOptions, type RunOutput, runCommand } from './run-command'
import { closedByUs, openSession, type Session } from './session'
import type { SshTarget } from './target'

/** One kept connection to one node. */
export interface SshConnection {
  readonly status: 'idle' | 'connecting' | 'connected' | 'closed'
  /** Connects and logs in, if need be, and tells what it is logged in by (`Session.by`). Never throws. */
  ready(): Promise<Result<Pick<Session, 'by'>, NodeError>>
  /**
   * Runs one command, connecting first if need be. Bounded by the limits; never throws. An exit status other than 0 is not an
   * error here. After a loss the next call connects anew; when to make it is the caller's choice (`reconnectDelayMs`).
   */
  run(command: string, options: RunOptions): Promise<Result<RunOutput, NodeError>>
  /**
   * Starts one command that stays, connecting first if need be: a channel of its own until it ends, counted among the
   * channels a connection may hold. Commands come first: where the server bears few channels, a stream is refused, or
   * ended later, with `channelRefused`. Never throws.
   */
  open(command: string, handlers: StreamHandlers): Promise<Result<SshStream, NodeError>>
  /** The same for a command that prints bytes. */
  openBytes(command: string, handlers: ByteHandlers, options?: StreamOptions): Promise<Result<SshStream, NodeError>>
  /** Ends it for good; commands under way end with an error. */
  close(): Promise<void>
}

export interface ConnectionOptions {
  trust: HostKeyTrust
  limits?: Partial<SshLimits>
  /** Holds back logins so that not all nodes log in at once. */
  gate?: LoginGate
}

/** A login that takes longer than this hangs; it no longer costs CPU and must not keep others out. */
const GATE_MS = 2_000

/** Makes a connection to a node, which is opened by the first `run`. */
export const openConnection = (target: SshTarget, options: ConnectionOptions): SshConnection => {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  return new KeptConnection(target, options, limits)
}

interface Kept {
  session: Session
  slots: ChannelSlots
}

class KeptConnection implements SshConnection {
  private kept: Kept | null = null
  private connecting: Promise<Result<Kept, NodeError>> | null = null
  private readonly closing = new AbortController()

  constructor(
    private readonly target: SshTarget,
    private readonly options: ConnectionOptions,
    private readonly limits: SshLimits,
  ) {}

  get status(): SshConnection['status'] {
    if (this.closing.signal.aborted) return 'closed'
    if (this.kept) return 'connected'
    return this.connecting ? 'connecting' : 'idle'
  }

  async ready(): Promise<Result<Pick<Session, 'by'>, NodeError>> {
    const kept = await this.connect()
    return kept.ok ? ok({ by: kept.value.session.by }) : kept
  }

  async run(command: string, options: RunOptions): Promise<Result<RunOutput, NodeError>> {
    const kept = await this.connect()
    return kept.ok ? runCommand(kept.value.session, kept.value.slots, command, options, this.limits) : kept
  }

  open(command: string, handlers: StreamHandlers): Promise<Result<SshStream, NodeError>> {
    return this.openBytes(command, asText(handlers))
  }

  async openBytes(
    command: string,
    handlers: ByteHandlers,
    options?: StreamOptions,
  ): Promise<Result<SshStream, NodeError>> {
    const kept = await this.connect()
    return kept.ok ? openStream(kept.value.session, kept.value.slots, command, handlers, options) : kept
  }

  async close(): Promise<void> {
    this.closing.abort(closedByUs)
    await this.connecting
    await this.kept?.session.end()
  }

  private connect(): Promise<Result<Kept, NodeError>> {
    if (this.closing.signal.aborted) return Promise.resolve(fail(closedByUs))
    if (this.kept) return Promise.resolve({ ok: true, value: this.kept })
    this.connecting ??= this.login().finally(() => {
      this.connecting = null
    })
    return this.connecting
  }

  private async login(): Promise<Result<Kept, NodeError>> {
    const { signal } = this.closing
    const leave = await this.options.gate?.enter(signal).catch(() => null)
    if (signal.aborted) {
      leave?.()
      return fail(closedByUs)
    }
    const timer = setTimeout(() => leave?.(), GATE_MS)
    const { trust } = this.options
    const opened = await openSession(this.target, { trust, limits: this.limits, signal })
    clearTimeout(timer)
    leave?.()
    return opened.ok ? this.keep(opened.value) : opened
  }

  private keep(session: Session): Result<Kept, NodeError> {
    const kept = { session, slots: new ChannelSlots(this.limits.maxChannels) }
    if (session.lost) return fail(session.lost)
    this.kept = kept
    session.onLost(() => {
      this.kept = null
    })
    return { ok: true, value: kept }
  }
}
