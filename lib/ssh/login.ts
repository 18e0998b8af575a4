import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
// Its values by the default export: ssh2 is CommonJS, of which Node itself sees only some names.
import ssh2, { type Client } from 'ssh2'
import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import { buildAlgorithms } from './algorithms'
import type { Authentication } from './auth'
import { closedError, connectError, forwardError, isAgentError, isSigningError, type Phase } from './connect-error'
import { refuseHostKey } from './host-key-error'
import { type HostKeyTrust, hostKeyPlace } from './host-key-trust'
import { quoteServer } from './node-error'
import { paceSocket } from './pace-socket'
import type { SshTarget } from './target'

/** Time limits of a connection, in milliseconds, and how many channels it may hold at once. */
export interface SshLimits {
  /** From the first packet to the finished login, jump hosts included. */
  connectTimeoutMs: number
  keepaliveMs: number
  /** A connection is given up after so many keepalives without an answer. */
  keepaliveMisses: number
  /** Below the server's MaxSessions, which is 10 unless set. */
  maxChannels: number
  /**
   * How long the channel of a command that was given up may stay, before the whole connection is dropped. OpenSSH closes a
   * channel only when its command has ended, and doesn't pass our SIGTERM on to root's (measured with 9.2).
   */
  lingerMs: number
}

export const DEFAULT_LIMITS: SshLimits = {
  connectTimeoutMs: 10_000,
  keepaliveMs: 10_000,
  keepaliveMisses: 3,
  maxChannels: 8,
  lingerMs: 30_000,
}

export const placeOf = (target: SshTarget): string =>
  target.host.includes(':') ? `[${target.host}]:${target.port}` : `${target.host}:${target.port}`

/** Sees the key a host shows; an error refuses it. */
export type HostKeyJudge = (key: Buffer) => NodeError | null

export interface LoginOptions {
  trust: HostKeyTrust
  limits: SshLimits
  judge?: HostKeyJudge
  onPhase(phase: Phase): void
}

/** A socket to the target that is still connecting: its errors reach whoever uses it. */
export const openSocket = (target: SshTarget): Socket => {
  const socket = new Socket()
  socket.setNoDelay(true)
  paceSocket(socket)
  socket.connect({ host: target.host, port: target.port })
  return socket
}

/** A connection to the target from the far end of a jump host. */
export const forwardTo = (jump: Client, via: SshTarget, target: SshTarget): Promise<Result<Duplex, NodeError>> =>
  new Promise(resolve => {
    const lost = () => resolve(fail(closedError('ready', placeOf(via))))
    jump.once('close', lost)
    try {
      jump.forwardOut('127.0.0.1', 0, target.host, target.port, (error, channel) => {
        jump.off('close', lost)
        resolve(error ? fail(forwardError(error, via.name, placeOf(target))) : ok(channel))
      })
    } catch {
      lost()
    }
  })

/**
 * Speaks SSH over a socket until logged in: key exchange, the host's key checked, authentication. Ends with the client or
 * the first thing that went wrong; has no time limit of its own, whoever calls it destroys the socket.
 */
export const login = (
  target: SshTarget,
  authentication: Authentication,
  socket: Socket | Duplex,
  { trust, limits, judge, onPhase }: LoginOptions,
): Promise<Result<Client, NodeError>> =>
  new Promise(resolve => {
    const place = placeOf(target)
    const client = new ssh2.Client()
    let phase: Phase = 'connect'
    let refused: NodeError | null = null
    const enter = (next: Phase) => {
      phase = next
      onPhase(next)
    }
    const failed = (error: Error): NodeError => {
      if (refused) return refused
      return authentication.exhausted ? authentication.failure() : connectError(error, phase, place)
    }

    client.on('connect', () => enter('handshake'))
    client.on('handshake', () => phase === 'handshake' && enter('login'))
    client.on('ready', () => {
      enter('ready')
      resolve(ok(client))
    })
    client.on('close', () => resolve(fail(refused ?? closedError(phase, place))))
    client.on('error', error => {
      const goesOn = isAgentError(error) || (isSigningError(error) && !authentication.exhausted)
      if (goesOn) authentication.note(quoteServer(error.message))
      else resolve(fail(failed(error)))
    })

    const known = hostKeyPlace(target)
    const preferred = trust.preferredAlgorithms(known.host, known.port, target.knownHostsFiles ?? undefined)
    client.connect({
      sock: socket,
      username: target.user,
      readyTimeout: 0,
      keepaliveInterval: limits.keepaliveMs,
      keepaliveCountMax: limits.keepaliveMisses,
      algorithms: buildAlgorithms(preferred),
      hostVerifier: (key: Buffer) => {
        refused = judge ? judge(key) : refuseHostKey(target, key, trust)
        return refused === null
      },
      authHandler: (left, _partial, next) => authentication.next(left, next),
    })
  })
