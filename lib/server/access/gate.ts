import { mayAs, type Principal } from '@/lib/model/access'
import type { ApiError, RequestErrorCode } from '@/lib/model/error'
import type { Inventory } from '@/lib/model/inventory'
import { type Asked, addressOf, bearerOf, cookieOf, isForwarded, isNavigation, isSecure } from './asked'
import { type Asker, answerAs } from './context'
import type { KeptUsers } from './keep-users'
import { neededFor, otherMethods } from './rights'
import { LOGIN_NEEDED, roleNeeded } from './role-needed'
import type { Session, Sessions } from './sessions'
import { findToken, type Token } from './users'

/** By what somebody is let in. */
type Credential = { kind: 'local' } | { kind: 'session'; session: Session } | { kind: 'token'; token: Token }

/** What is to be answered in place of what was asked for. */
export interface Refusal {
  ok: false
  code: RequestErrorCode
  error: Omit<ApiError, 'code'>
  /** Where a browser is led instead. */
  location: string | null
  /** The methods that are taken, where this was another. */
  allow: readonly string[] | null
}

/** A request that may be answered. */
export interface Admission {
  ok: true
  /** Answers it for whom it is. */
  run<T>(work: () => T): T
  /** Calls `end` when what let it in is over: the session, the token, the user's role. Gives what ends that. */
  onOver(end: () => void): () => void
}

const LOOK_EVERY_MS = 1000

const refusal = (code: RequestErrorCode, error: Refusal['error'], location: string | null = null): Refusal => ({
  ok: false,
  ...{ code, error, location, allow: null },
})

const refuseMethod = (method: string, allow: readonly string[]): Refusal => ({
  ...refusal('wrongMethod', {
    message: `This takes ${allow.join(' or ')}, and no ${method}.`,
    hint: 'GET /api/v1/openapi.json tells what each resource takes.',
  }),
  allow,
})

const pathOf = (target: string): string => target.split('?', 1)[0] ?? ''

export interface GateParts {
  users: KeptUsers
  sessions: Sessions
  settings: () => Inventory['access']
  now: () => number
}

/** The one door that every request comes through, before anything of the application sees it. */
export interface Gate {
  admit(asked: Asked): Promise<Admission | Refusal>
  /** Looks at once whom it still lets in, and ends what is open for others. */
  sweep(): Promise<void>
  stop(): void
}

export const createGate = ({ users, sessions, settings, now }: GateParts): Gate => {
  const open = new Set<{ credential: Credential; role: Principal['role']; end: () => void }>()

  /** Whom a credential stands for at this moment. */
  const principalOf = (credential: Credential, from: string | null): Principal | null => {
    if (credential.kind === 'local')
      return users.isClosed() ? null : { name: 'local', role: 'admin', via: 'local', from }
    if (credential.kind === 'token') {
      const { name, sha256, expires } = credential.token
      const token = users.last().tokens.find(candidate => candidate.sha256 === sha256 && candidate.name === name)
      if (!token || (expires !== null && Date.parse(expires) <= now())) return null
      return { name, role: token.role, via: 'token', from }
    }
    const { session } = credential
    const user = users.last().users.find(({ name }) => name === session.name)
    if (!user || user.version !== session.version || !sessions.isOpen(session)) return null
    return { name: user.name, role: user.role, via: 'session', from }
  }

  /** What a request shows. A token that is none is never made up for by a cookie, or by where it comes from. */
  const credentialOf = async (asked: Asked, secure: boolean): Promise<Credential | null> => {
    const bearer = bearerOf(asked)
    if (bearer !== null) {
      const token = findToken(bearer, await users.look(), now())
      return token && { kind: 'token', token }
    }
    await users.look()
    if (!users.isClosed()) return asked.loopback ? { kind: 'local' } : null
    const text = cookieOf(asked, await cookieName(sessions, secure))
    const session = text === null ? null : await sessions.read(text)
    return session && { kind: 'session', session }
  }

  const sweep = async (): Promise<void> => {
    await users.look()
    for (const entry of open) if (principalOf(entry.credential, null)?.role !== entry.role) entry.end()
  }

  const timer = setInterval(() => void sweep(), LOOK_EVERY_MS)
  timer.unref()

  const admission = (asker: Asker, credential: Credential | null): Admission => ({
    ok: true,
    run: work => answerAs(asker, work),
    onOver: end => {
      if (credential === null || asker.who === null) return () => {}
      const entry = { credential, role: asker.who.role, end }
      open.add(entry)
      return () => open.delete(entry)
    },
  })

  return {
    admit: async asked => {
      const from = addressOf(asked, settings())
      const secure = isSecure(asked, settings())
      const credential = await credentialOf(asked, secure)
      const who = credential && principalOf(credential, from)
      const needed = neededFor(asked.method, pathOf(asked.target))
      const session = credential?.kind === 'session' ? credential.session : null
      if (who?.via === 'local' && isForwarded(asked))
        return refusal('forbidden', {
          message: 'This came through a proxy, and there are no users here.',
          hint: 'Without users only this machine’s own users are served. Make one: vxscope user add NAME --role admin',
        })
      if (needed === 'anybody') return admission({ who, from, secure, session }, credential)
      if (who === null) {
        const location = isNavigation(asked) ? `/login?next=${encodeURIComponent(asked.target)}` : null
        return refusal('loginNeeded', LOGIN_NEEDED, location)
      }
      const others = otherMethods(asked.method, pathOf(asked.target))
      if (others !== null) return refuseMethod(asked.method, others)
      if (needed === null)
        return refusal('forbidden', {
          message: `Nobody may ${asked.method} this.`,
          hint: 'GET /api/v1/openapi.json tells what may be done, and by whom (x-role).',
        })
      if (!mayAs(who.role, needed)) return refusal('forbidden', roleNeeded(who, needed))
      return admission({ who, from, secure, session }, credential)
    },
    sweep,
    stop: () => clearInterval(timer),
  }
}

/** `__Host-`: a browser takes it from this very host by https alone (RFC 6265bis §4.1.3.2). */
export const cookieName = async (sessions: Pick<Sessions, 'cookie'>, secure: boolean): Promise<string> =>
  `${secure ? '__Host-' : ''}${await sessions.cookie()}`
