import { AccessName, type LoginRequest, MeAnswer } from '@/lib/model/access'
import { answer, iso, refuse, refuseNobody } from '../http'
import type { Serving } from '../serving'
import { type Asker, currentAsker } from './context'
import { cookieName } from './gate'
import type { Logins } from './logins'
import { isPassword } from './password'
import type { Session, Sessions } from './sessions'
import type { User } from './users'

type LoggingIn = Pick<Serving, 'logins' | 'audit' | 'refusedLogins'>

const WRONG = [
  'wrongLogin',
  'Name or password is wrong.',
  'Capitals count. After some failures one has to wait.',
] as const

const tooMany = (waitMs: number): Response => {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  return refuse('tooManyAttempts', 'There were too many attempts to log in.', `Try again in ${seconds} s.`, {
    'retry-after': `${seconds}`,
  })
}

const setCookie = async (sessions: Sessions, { secure }: Asker, text: string, seconds: number): Promise<string> =>
  `${await cookieName(sessions, secure)}=${text}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`

const meOf = (session: Session, { role }: User): MeAnswer => ({
  name: session.name,
  role,
  via: 'session',
  expiresAt: iso(session.expires),
})

/**
 * `POST /login`: begins a session. Names there are none of, wrong passwords and what can be neither are told alike, after the
 * same time.
 */
export const answerLogin = async (
  { name, password }: LoginRequest,
  { logins, audit, refusedLogins }: LoggingIn,
  asker: Asker,
): Promise<Response> => {
  const { users, sessions, attempts, inTurn } = logins
  const from = asker.from ?? ''
  const wait = attempts.begin(name, from)
  if (wait > 0) return tooMany(wait)
  const known = (await users.look()).users.find(user => user.name === name && AccessName.safeParse(name).success)
  const right = inTurn(() => isPassword(password, known?.password ?? null))
  if (right === null) return tooMany(1000)
  if (!(await right) || !known) {
    // Somebody may have typed their password in the place of the name: only names there are, are written down.
    await refusedLogins.note(known?.name ?? 'unknown', asker.from)
    return refuse(...WRONG)
  }
  attempts.succeed(name, from)
  if (asker.session) await sessions.end(asker.session)
  const { session, text } = await sessions.begin(known)
  await audit.record({ who: { name, via: 'session' }, from: asker.from, action: 'login', result: 'ok' })
  const response = answer(MeAnswer, meOf(session, known))
  const seconds = Math.floor((session.expires - Date.now()) / 1000)
  response.headers.set('set-cookie', await setCookie(sessions, asker, text, seconds))
  return response
}

/** `POST /logout`: ends the session; what is open for it is ended within a second. */
export const answerLogout = async ({
  logins,
  audit,
}: Pick<LoggingIn, 'audit'> & { logins: Pick<Logins, 'sessions'> }): Promise<Response> => {
  const asker = currentAsker()
  if (!asker?.who) return refuseNobody()
  const { who, session, from } = asker
  if (session) {
    await logins.sessions.end(session)
    await audit.record({ who, from, action: 'logout', result: 'ok' })
  }
  const { name, role, via } = who
  const response = answer(MeAnswer, { name, role, via, expiresAt: null })
  if (session) response.headers.set('set-cookie', await setCookie(logins.sessions, asker, '', 0))
  return response
}

/** `GET /me`: who one is, by which the page knows what to offer. */
export const answerMe = (): Response => {
  const asker = currentAsker()
  if (!asker?.who) return refuseNobody()
  const { name, role, via } = asker.who
  return answer(MeAnswer, { name, role, via, expiresAt: asker.session ? iso(asker.session.expires) : null })
}
