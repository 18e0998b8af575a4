import type { Socket } from 'node:net'
import type { Client } from 'ssh2'
import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import { type Authentication, prepareAuthentication } from './auth'
import { closedError, connectError, connectTimeout, type Phase } from './connect-error'
import type { HostKeyTrust } from './host-key-trust'
import { forwardTo, type HostKeyJudge, login, openSocket, placeOf, type SshLimits } from './login'
import { nodeError, seconds } from './node-error'
import type { SshTarget } from './target'

/** A login that stands, by way of its jump hosts. */
export interface Session {
  client: Client
  /** What the server let us in by: a key file, the agent, a password; null where it asked for nothing. */
  by: string | null
  /** Why it ended; null while it stands. */
  readonly lost: NodeError | null
  /** Called once, at once if it has ended already. Gives back how to stop listening. */
  onLost(listener: (error: NodeError) => void): () => void
  /** Says goodbye, and doesn't wait long for an answer. */
  end(): Promise<void>
  destroy(): void
}

export interface SessionOptions {
  trust: HostKeyTrust
  limits: SshLimits
  signal: AbortSignal
  /** Judges the target's key in place of `trust`; jump hosts are always judged by that. */
  judge?: HostKeyJudge
  /** Told how far the login to the target itself has come, jump hosts left out. */
  onPhase?(phase: Phase): void
}

const GOODBYE_MS = 500

interface Hop {
  client: Client
  target: SshTarget
}

/** Connects and logs in, through the jump hosts first. All of it together is bounded by `connectTimeoutMs`. */
export const openSession = (target: SshTarget, options: SessionOptions): Promise<Result<Session, NodeError>> =>
  new Promise(resolve => {
    const { limits, signal } = options
    const attempt = new Attempt(target, options)
    const stop = (error: NodeError) => {
      attempt.stop()
      finish(fail(error))
    }
    const timer = setTimeout(() => stop(attempt.timeout()), limits.connectTimeoutMs)
    const aborted = () => stop(closedByUs)
    const finish = (result: Result<Session, NodeError>) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', aborted)
      resolve(result)
    }
    if (signal.aborted) return aborted()
    signal.addEventListener('abort', aborted, { once: true })
    void attempt.run().then(result => {
      if (!result.ok) attempt.stop()
      finish(result)
    })
  })

export const closedByUs = nodeError(
  'unreachable',
  'the connection was closed by vxscope',
  'The node was taken out of the inventory, or vxscope is ending.',
)

/** One try to get through all hops. Destroying the socket to the first of them ends everything behind it. */
class Attempt {
  private first: Socket | null = null
  private stopped = false
  private phase: Phase = 'connect'
  private at: SshTarget
  private authentication: Authentication | null = null

  constructor(
    private readonly target: SshTarget,
    private readonly options: SessionOptions,
  ) {
    this.at = target.jumps[0] ?? target
  }

  stop() {
    this.stopped = true
    this.first?.destroy()
  }

  timeout(): NodeError {
    return this.named(connectTimeout(this.phase, placeOf(this.at), seconds(this.options.limits.connectTimeoutMs)))
  }

  async run(): Promise<Result<Session, NodeError>> {
    const hops: Hop[] = []
    for (const target of [...this.target.jumps, this.target]) {
      this.at = target
      this.phase = 'connect'
      const client = await this.hop(target, hops.at(-1) ?? null)
      if (!client.ok) return fail(this.named(client.error))
      hops.push({ client: client.value, target })
    }
    const last = hops.at(-1)
    const by = this.authentication?.by ?? null
    return last && this.first ? ok(new OpenSession(last.client, by, hops, this.first)) : fail(closedByUs)
  }

  private async hop(target: SshTarget, via: Hop | null): Promise<Result<Client, NodeError>> {
    const { trust, limits, judge } = this.options
    const authentication = await prepareAuthentication(target)
    this.authentication = authentication
    if (this.stopped) return fail(closedByUs)
    const socket = via ? await forwardTo(via.client, via.target, target) : ok(this.connect(target))
    if (!socket.ok) return socket
    const onPhase = (phase: Phase) => {
      this.phase = phase
      if (target === this.target) this.options.onPhase?.(phase)
    }
    const mayJudge = target === this.target && judge
    return login(target, authentication, socket.value, { trust, limits, onPhase, ...(mayJudge && { judge }) })
  }

  private connect(target: SshTarget): Socket {
    this.first = openSocket(target)
    return this.first
  }

  /** An error on the way names the jump host it comes from; `vxscope trust NODE` covers the node's jump hosts. */
  private named(error: NodeError): NodeError {
    if (this.at === this.target) return error
    const hint = error.hint.replaceAll(`vxscope trust ${this.at.name}`, `vxscope trust ${this.target.name}`)
    return nodeError(error.code, `jump host ${this.at.name}: ${error.message}`, hint)
  }
}

class OpenSession implements Session {
  lost: NodeError | null = null
  private readonly listeners = new Set<(error: NodeError) => void>()

  constructor(
    readonly client: Client,
    readonly by: string | null,
    private readonly hops: readonly Hop[],
    private readonly first: Socket,
  ) {
    for (const { client: hop, target } of hops) {
      const place = placeOf(target)
      let reason: NodeError | null = null
      hop.on('error', error => {
        reason ??= connectError(error, 'ready', place)
      })
      const gone = () => this.fallen(reason ?? nodeError('unreachable', `connection closed by ${place}`, LOST_HINT))
      hop.on('close', gone)
      // A jump host forwards an end, and keeps its channel open for what nobody reads any more.
      hop.on('end', gone)
    }
    first.on('close', () => this.fallen(closedError('ready', 'the other side')))
  }

  onLost(listener: (error: NodeError) => void): () => void {
    if (this.lost) listener(this.lost)
    else this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async end(): Promise<void> {
    if (this.first.destroyed) return
    await new Promise<void>(resolve => {
      const timer = setTimeout(() => this.first.destroy(), GOODBYE_MS)
      this.first.once('close', () => {
        clearTimeout(timer)
        resolve()
      })
      for (const { client } of this.hops.toReversed()) client.end()
    })
  }

  destroy() {
    this.first.destroy()
  }

  private fallen(error: NodeError) {
    if (this.lost) return
    this.lost = error
    this.first.destroy()
    for (const listener of this.listeners) listener(error)
    this.listeners.clear()
  }
}

const LOST_HINT = 'The node went down or restarted sshd, or the way to it broke. vxscope connects again by itself.'
