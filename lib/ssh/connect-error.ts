import type { NodeError } from '@/lib/model/error'
import { nodeError, quoteServer } from './node-error'

/** How far a login has come: what an error means depends on it. */
export type Phase = 'connect' | 'handshake' | 'login' | 'ready'

/** What ssh2 adds to its errors: where they arose, the system's or the protocol's code, and why a channel was refused. */
interface Marks {
  level: string | null
  code: string | number | null
  reason: number | null
}

const marksOf = (error: object): Marks => {
  const { level, code, reason } = error as { level?: unknown; code?: unknown; reason?: unknown }
  return {
    level: typeof level === 'string' ? level : null,
    code: typeof code === 'string' || typeof code === 'number' ? code : null,
    reason: typeof reason === 'number' ? reason : null,
  }
}

/** Several addresses were tried (Node's "happy eyeballs"): each with its own outcome. */
const messageOf = (error: Error): string =>
  error instanceof AggregateError && error.errors.length > 0
    ? error.errors.map(each => (each instanceof Error ? each.message : String(each))).join('; ')
    : error.message

/** The agent failed; ssh2 then tries the next way by itself. */
export const isAgentError = (error: Error): boolean => marksOf(error).level === 'agent'

/** A key could not sign, or no way to log in is left. */
export const isSigningError = (error: Error): boolean => marksOf(error).level === 'client-authentication'

const SYSTEM_HINTS: Record<string, string> = {
  ECONNREFUSED: 'The host answers, but nothing listens on that port: is sshd running, and is the port right?',
  EHOSTUNREACH: 'No way to that address: is the host up, and is there a route to it?',
  ENETUNREACH: 'No way to that network from here: check the route, the VPN, or proxyJump.',
  ENOTFOUND: 'That name is not known: check host in the inventory, ~/.ssh/config and DNS.',
  EAI_AGAIN: 'The name server did not answer: try again, or use an IP address.',
  ECONNRESET: 'The host broke the connection off: a firewall, or sshd refusing so many at once (MaxStartups).',
  ETIMEDOUT: 'Nothing came back: is the host up, is the address right, does a firewall drop packets?',
}

/** An error of ssh2 or of the socket while connecting, as a node's error. */
export const connectError = (error: Error, phase: Phase, place: string): NodeError => {
  const { code, level } = marksOf(error)
  if (typeof code === 'number') return disconnectError(error, phase, place)
  if (code !== null) {
    const hint = SYSTEM_HINTS[code] ?? 'The connection failed below SSH: check the address and the network.'
    return nodeError(code === 'ETIMEDOUT' ? 'timeout' : 'unreachable', messageOf(error), hint)
  }
  if (level === 'client-timeout') {
    return nodeError(
      'timeout',
      `${place} stopped answering (no reply to keepalive)`,
      'The host or the way to it is down.',
    )
  }
  const text = quoteServer(messageOf(error))
  if (level === 'handshake') {
    return nodeError(
      'unreachable',
      `no SSH session with ${place}: ${text}`,
      'The two sides agree on no algorithm, or the key exchange went wrong. vxscope offers no DSS keys, CBC ciphers, MD5 or group1.',
    )
  }
  return nodeError(
    'unreachable',
    `${place} does not talk SSH as it should: ${text}`,
    'Is this the port of an SSH server? ssh -v shows what it says.',
  )
}

/** The server said why it hangs up (SSH_MSG_DISCONNECT, RFC 4253 §11.1). During login that is its way to refuse. */
const disconnectError = (error: Error, phase: Phase, place: string): NodeError => {
  const said = quoteServer(error.message)
  return phase === 'login'
    ? nodeError(
        'auth',
        `${place} ended the login: ${said}`,
        'Often too many keys were offered: name the right one (identityFile) and set IdentitiesOnly in ~/.ssh/config.',
      )
    : nodeError('unreachable', `${place} hung up: ${said}`, "The server's own log says more.")
}

/** The connection went away without a word. */
export const closedError = (phase: Phase, place: string): NodeError => {
  const during = {
    connect: 'before it was made',
    handshake: 'during the SSH handshake',
    login: 'during login',
    ready: 'right after login',
  }
  return nodeError(
    'unreachable',
    `connection closed by ${place} ${during[phase]}`,
    phase === 'login' || phase === 'ready'
      ? "The server's own log says why: it may refuse this user, or its LoginGraceTime is over."
      : 'Is this the port of an SSH server? It may also refuse so many connections at once (MaxStartups), or this address.',
  )
}

/** Nothing happened for too long while connecting. */
export const connectTimeout = (phase: Phase, place: string, limit: string): NodeError => {
  const waited = {
    connect: ['no TCP connection', 'Is the host up, is the address right, does a firewall drop packets?'],
    handshake: [
      'no SSH handshake',
      'Something accepts connections there but does not talk SSH in time: overloaded, or not an SSH server.',
    ],
    login: [
      'no answer to the login',
      'The server is overloaded, waits for another service (DNS, LDAP, PAM), or the ssh-agent hangs.',
    ],
    ready: ['no session', 'The server is overloaded.'],
  } as const
  const [what, hint] = waited[phase]
  return nodeError('timeout', `${what} with ${place} within ${limit}`, hint)
}

const CONNECT_FAILED = 2

/** A jump host would not pass the connection on (RFC 4254 §5.1: reason 2 is "connect failed", others are refusals). */
export const forwardError = (error: Error, jump: string, place: string): NodeError =>
  marksOf(error).reason === CONNECT_FAILED
    ? nodeError(
        'unreachable',
        `jump host ${jump} could not connect to ${place}: ${quoteServer(error.message)}`,
        'The jump host is fine, but it does not reach the node: check the address as seen from there.',
      )
    : nodeError(
        'channelRefused',
        `jump host ${jump} refuses to forward to ${place}: ${quoteServer(error.message)}`,
        'Its sshd must allow it: AllowTcpForwarding, PermitOpen.',
      )

/** The server opened no channel, or would not run a command in it. */
export const channelError = (error: Error): NodeError =>
  marksOf(error).reason !== null
    ? nodeError(
        'channelRefused',
        `the server opens no session: ${quoteServer(error.message)}`,
        'MaxSessions of its sshd is reached or 0: others may use the same login, or the limit is too low.',
      )
    : nodeError(
        'channelRefused',
        `the server runs no command for this user: ${quoteServer(error.message)}`,
        'The account may be limited to a forced command or to sftp. VyOS 1.1 lets operators run none: use an admin account.',
      )
