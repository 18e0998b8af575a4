import { once } from 'node:events'
import { createServer, type Server as NetServer, type Socket } from 'node:net'
import ssh2, { type AuthContext, type Connection, type ServerChannel, type Session } from 'ssh2'
import { type Answer, readsScript, wellBehaved, withFault, writeAnswer } from './answers'
import type { Machine } from './commands/outcome'
import { effectsOf, type FaultName, needsNewConnection } from './faults'
import { type Login, mayLogIn, waysIn } from './login'
import type { NodeState } from './model/state'
import { monitorOf, runMonitor } from './monitors'
import { isScriptShell, type Piece, runLine, runScript } from './shell'

/** sshd's own default. */
const MAX_SESSIONS = 10

export interface NodeServerOptions {
  state: NodeState
  /** ms of the modelled clock. */
  clock: () => number
  login: Login
  hostKey: string
  /** Offered by the fault `wrong-host-key`. */
  otherHostKey: string
  dripMs: number
  /** Whether it can be watched. */
  monitors: boolean
}

/** Since the start; `answering` is how many answers are under way now. */
export interface NodeCounts {
  connections: number
  logins: number
  executed: number
  answering: number
}

/** Answers under way on one connection. */
type Answers = Set<AbortController>

/** One simulated node: a port on 127.0.0.1 with an SSH server, a modelled state behind it, and maybe a fault. */
export class NodeServer {
  #state: NodeState
  #fault: FaultName | null = null
  #faulty: { of: NodeState; is: NodeState } | null = null
  #port = 0
  #listener: NetServer | null = null
  readonly #sockets = new Set<Socket>()
  readonly #answering = new Set<AbortController>()
  readonly #listeners = new Set<() => void>()
  readonly #ssh = new Map<string, ssh2.Server>()
  readonly #counts = { connections: 0, logins: 0, executed: 0 }

  constructor(private readonly options: NodeServerOptions) {
    this.#state = options.state
  }

  get port(): number {
    return this.#port
  }

  get state(): NodeState {
    return this.#state
  }

  get fault(): FaultName | null {
    return this.#fault
  }

  get counts(): NodeCounts {
    return { ...this.#counts, answering: this.#answering.size }
  }

  update(change: (state: NodeState) => NodeState): void {
    this.#state = change(this.#state)
    for (const listener of this.#listeners) listener()
  }

  /** Opens the port; 0 takes a free one. The number stays the node's own while the port is closed by a fault. */
  async listen(port: number): Promise<void> {
    const listener = createServer(socket => this.#accept(socket))
    listener.listen(port, '127.0.0.1', 512)
    await once(listener, 'listening')
    const address = listener.address()
    if (address !== null && typeof address === 'object') this.#port = address.port
    this.#listener = listener
  }

  /** Puts a fault in force, or ends it with `null`. Resolves once the port is as it should be. */
  async setFault(fault: FaultName | null): Promise<void> {
    const before = this.#fault
    if (fault === before) return
    this.#fault = fault
    for (const controller of this.#answering) controller.abort()
    if (needsNewConnection(before) || needsNewConnection(fault)) this.#dropConnections()
    const closed = effectsOf(fault).port === 'closed'
    if (closed) await this.#close()
    else if (!this.#listener) await this.listen(this.#port)
  }

  async stop(): Promise<void> {
    for (const controller of this.#answering) controller.abort()
    this.#dropConnections()
    await this.#close()
  }

  async #close(): Promise<void> {
    const listener = this.#listener
    this.#listener = null
    if (!listener) return
    const closed = once(listener, 'close')
    listener.close()
    this.#dropConnections()
    await closed
  }

  #dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #accept(socket: Socket): void {
    this.#counts.connections += 1
    this.#sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sockets.delete(socket))
    const { connect } = effectsOf(this.#fault)
    if (connect === 'silent') {
      socket.resume()
      return
    }
    const { hostKey, otherHostKey } = this.options
    this.#sshServer(connect === 'otherHostKey' ? otherHostKey : hostKey).injectSocket(socket)
  }

  /** Made when first needed: a fleet of a thousand starts without a thousand of them. */
  #sshServer(hostKey: string): ssh2.Server {
    const known = this.#ssh.get(hostKey)
    if (known) return known
    const server = new ssh2.Server({ hostKeys: [hostKey], ident: 'OpenSSH_simulated' }, client => this.#serve(client))
    this.#ssh.set(hostKey, server)
    return server
  }

  #serve(client: Connection): void {
    let sessions = 0
    const answers: Answers = new Set()
    client.on('close', () => {
      for (const controller of answers) controller.abort()
    })
    client.on('error', () => client.end())
    client.on('authentication', context => this.#authenticate(context))
    client.on('ready', () => {
      this.#counts.logins += 1
    })
    client.on('session', (accept, reject) => {
      if (effectsOf(this.#fault).channel === 'refused' || sessions >= MAX_SESSIONS) {
        reject()
        return
      }
      sessions += 1
      const session = accept()
      session.on('close', () => {
        sessions -= 1
      })
      this.#serveSession(client, session, answers)
    })
  }

  #authenticate(context: AuthContext): void {
    const { login } = effectsOf(this.#fault)
    if (login === 'silent') return
    const { options } = this
    if (login !== 'refused' && mayLogIn(context, options.login)) context.accept()
    else context.reject(waysIn(options.login))
  }

  #serveSession(client: Connection, session: Session, answers: Answers): void {
    session.on('exec', (accept, _reject, { command }) => {
      this.#counts.executed += 1
      void this.#answer(client, accept(), command, answers)
    })
  }

  async #answer(client: Connection, channel: ServerChannel, command: string, answers: Answers): Promise<void> {
    const controller = new AbortController()
    this.#answering.add(controller)
    for (const gone of ['error', 'close']) channel.on(gone, () => controller.abort())
    answers.add(controller)
    const answer = this.#answerTo(command, channel, controller.signal)
    const end = await writeAnswer(answer, { stdout: channel, stderr: channel.stderr }, controller.signal).catch(
      () => null,
    )
    if (end?.kind === 'exit') {
      channel.exit(end.status)
      channel.end()
    }
    if (end?.kind === 'gone') client.end()
    if (end?.kind === 'silent' && !controller.signal.aborted) await once(controller.signal, 'abort')
    this.#answering.delete(controller)
    answers.delete(controller)
    if (end?.kind !== 'exit') channel.close()
  }

  #answerTo(command: string, channel: ServerChannel, signal: AbortSignal): Answer {
    const { answer } = effectsOf(this.#fault)
    const machine = () => this.#machine()
    const script = isScriptShell(command)
    if (!script || (answer && !readsScript(answer))) channel.resume()
    const pieces =
      this.#monitor(command, channel, signal) ??
      (script ? runScript(readScript(channel), machine) : asynchronous(runLine(command, machine)))
    return answer ? withFault(answer, pieces, { dripMs: this.options.dripMs, signal }) : wellBehaved(pieces)
  }

  #monitor(command: string, channel: ServerChannel, signal: AbortSignal): AsyncGenerator<Piece, number> | null {
    const monitor = this.options.monitors ? monitorOf(command) : undefined
    if (!monitor) return null
    const inputEnded = new AbortController()
    if (monitor.kept) channel.once('end', () => inputEnded.abort())
    const node = {
      machine: () => this.#machine(),
      overflows: () => effectsOf(this.#fault).monitor === 'overflows',
      onUpdate: (listener: () => void) => {
        this.#listeners.add(listener)
        return () => void this.#listeners.delete(listener)
      },
    }
    return runMonitor(monitor, node, AbortSignal.any([signal, inputEnded.signal]))
  }

  #machine(): Machine {
    const { state, without } = effectsOf(this.#fault)
    const now = this.options.clock()
    return { state: state ? this.#stateUnder(state) : this.#state, now, ...(without ? { without } : {}) }
  }

  /** Kept while the state is the same, so that what was printed of it is too. */
  #stateUnder(change: (state: NodeState) => NodeState): NodeState {
    if (this.#faulty?.of !== this.#state) this.#faulty = { of: this.#state, is: change(this.#state) }
    return this.#faulty.is
  }
}

/**
 * Leaving the script early must not close the channel: its answer goes the other way. What comes after is let through
 * to nowhere, since ssh2 tells that a channel has closed only once its input was read to the end.
 */
async function* readScript(channel: ServerChannel): AsyncGenerator<string> {
  try {
    yield* channel.setEncoding('utf8').iterator({ destroyOnReturn: false })
  } finally {
    channel.resume()
  }
}

async function* asynchronous(pieces: Generator<Piece, number>): AsyncGenerator<Piece, number> {
  return yield* pieces
}
