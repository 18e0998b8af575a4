import { createServer, type Server as NetServer, type Socket } from 'node:net'
import { type AuthContext, type Connection, Server, type ServerChannel, type ServerConfig } from 'ssh2'
import { fingerprint } from './fingerprint'
import type { HostKeyTrust } from './host-key-trust'
import { checkHostKey, knownAlgorithms, knownHostName, parseKnownHosts } from './known-hosts'
import type { SshTarget } from './target'
import { newEd25519 } from './test-keys'

/** An in-process SSH server on loopback, for the tests of this room. */
export interface TestServer {
  port: number
  fingerprint: string
  /** A line of known_hosts that trusts it. */
  known: string
  /** TCP connections that stand. */
  sockets: Set<Socket>
  logins(): number
  stop(): Promise<void>
}

export interface TestServerOptions {
  config?: Partial<ServerConfig>
  hostKey?: { private: string; public: string }
  authenticate?(context: AuthContext): void
  exec?(channel: ServerChannel, command: string, client: Connection): void
  /** What to answer on a connection, in place of `exec`. */
  connected?(client: Connection): void
}

const HOST_KEY = newEd25519()

/** A TCP server on loopback and the sockets it holds. */
export const listen = async (onSocket: (socket: Socket) => void) => {
  const sockets = new Set<Socket>()
  const server: NetServer = createServer(socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    onSocket(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  const stop = (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    return new Promise(resolve => server.close(() => resolve()))
  }
  return { port: typeof address === 'object' && address ? address.port : 0, sockets, stop }
}

export const startServer = async (options: TestServerOptions = {}): Promise<TestServer> => {
  const hostKey = options.hostKey ?? HOST_KEY
  let logins = 0
  const ssh = new Server({ ...options.config, hostKeys: options.config?.hostKeys ?? [hostKey.private] }, client => {
    client.on('error', () => {})
    client.on('authentication', context => (options.authenticate ?? (each => each.accept()))(context))
    client.on('ready', () => {
      logins++
      if (options.connected) options.connected(client)
      else serveExec(client, options.exec ?? (channel => endWith(channel, '')))
    })
  })
  const { port, sockets, stop } = await listen(socket => ssh.injectSocket(socket))
  const [algorithm, encoded = ''] = hostKey.public.split(' ')
  return {
    port,
    fingerprint: fingerprint(Buffer.from(encoded, 'base64')),
    known: `${knownHostName('127.0.0.1', port)} ${algorithm} ${encoded}`,
    sockets,
    logins: () => logins,
    stop,
  }
}

/** Answers every exec on a connection; what is fed to a command flows off unless it is listened to. */
export const serveExec = (client: Connection, exec: NonNullable<TestServerOptions['exec']>) =>
  client.on('session', accept =>
    accept().on('exec', (take, _reject, { command }) => {
      const channel = take()
      channel.resume()
      exec(channel, command, client)
    }),
  )

/** A command's whole life: output, status, end. */
export const endWith = (channel: ServerChannel, stdout: string | Buffer, status = 0) => {
  channel.write(stdout)
  channel.exit(status)
  channel.end()
}

/** Trusts what these lines of known_hosts say. */
export const trusting = (...lines: string[]): HostKeyTrust => {
  const { entries } = parseKnownHosts('known_hosts', lines.join('\n'))
  return {
    check: (host, port, key) => checkHostKey(entries, host, port, key),
    preferredAlgorithms: (host, port) => knownAlgorithms(entries, host, port),
  }
}

export const testTarget = (given: Partial<SshTarget> & { port: number }): SshTarget => ({
  name: 'leaf',
  host: '127.0.0.1',
  user: 'ops',
  identityFiles: [],
  requiredIdentityFiles: [],
  identitiesNamed: false,
  identitiesOnly: false,
  agent: null,
  password: null,
  jumps: [],
  hostKeyAlias: null,
  knownHostsFiles: null,
  notes: [],
  ...given,
})
