import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Inventory } from '@/lib/model/inventory'
import { ok } from '@/lib/model/result'
import type { Asked } from './asked'
import { currentAsker } from './context'
import { editUsers } from './edit-users'
import { accessFiles as filesOf } from './files'
import { createGate, type Gate } from './gate'
import { keepUsers } from './keep-users'
import { createSessions, type Sessions } from './sessions'
import { digestToken, newToken, newVersion, type User, type Users } from './users'

const HOUR_MS = 3_600_000
const PASSWORD = { kdf: 'scrypt', N: 2 ** 14, r: 8, p: 1, salt: 'A'.repeat(24), hash: 'A'.repeat(44) } as const

let folder: string
let gate: Gate
let sessions: Sessions
let now = 0
const inventory = Inventory.parse({ access: { origins: ['https://vx.example'] } })

const files = () => filesOf(inventory, path.join(folder, 'vxscope.yaml'), folder)

const begin = async () => {
  gate?.stop()
  sessions = createSessions(files(), { now: () => now, lifetimeMs: () => HOUR_MS })
  const users = await keepUsers(files().users)
  gate = createGate({ users, sessions, settings: () => inventory.access, now: () => now })
}

const aUser = (name: string, role: User['role']): User => ({
  ...{ name, role, since: '2026-11-22T12:00:00.000Z', version: newVersion(), password: PASSWORD },
})

const write = async (users: Partial<Users>) => {
  const written = await editUsers(files().users, known => ok({ ...known, ...users }))
  if (!written.ok) throw new Error(written.error)
}

beforeEach(async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  folder = mkdtempSync(path.join(tmpdir(), 'vxscope-gate-'))
  now = Date.UTC(2026, 10, 22, 12)
  await begin()
})
afterEach(() => {
  gate.stop()
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const admit = (over: Partial<Asked> = {}) =>
  gate.admit({ method: 'GET', target: '/api/v1/overlay', headers: {}, peer: '127.0.0.1', loopback: true, ...over })

/** Who was let in, or why nobody was. */
const outcome = async (over: Partial<Asked> = {}) => {
  const admitted = await admit(over)
  if (!admitted.ok) return admitted.location ?? admitted.code
  return admitted.run(() => {
    const who = currentAsker()?.who
    return who ? `${who.name} ${who.role} ${who.via}` : 'nobody'
  })
}

const pass = (ms: number) => {
  now += ms
}

const logIn = async (user: User, secure = false) => {
  const { session, text } = await sessions.begin(user)
  return { session, headers: { cookie: `${secure ? '__Host-' : ''}${await sessions.cookie()}=${text}` } }
}

describe('without users', () => {
  it('everybody on this machine is admin', async () => expect(await outcome()).toBe('local admin local'))

  it('nobody is who comes from elsewhere', async () => expect(await outcome({ loopback: false })).toBe('loginNeeded'))

  it('nobody is who comes through a proxy', async () =>
    expect(await outcome({ headers: { 'x-forwarded-for': '1.2.3.4' } })).toBe('forbidden'))

  it('a token that is none is refused all the same', async () =>
    expect(await outcome({ headers: { authorization: 'Bearer x' } })).toBe('loginNeeded'))

  it('a route that nobody described is refused to admins, too', async () =>
    expect(await outcome({ method: 'POST', target: '/api/v1/forgotten' })).toBe('forbidden'))

  it.each([
    ['GET', '/api/v1/trace', ['POST']],
    ['POST', '/api/v1/overlay', ['GET']],
    ['PATCH', '/api/v1/nodes', ['GET', 'POST']],
    ['POST', '/healthz', ['GET']],
    ['POST', '/metrics', ['GET']],
  ])('%s %s is no method of it, and it is told which are', async (method, target, allow) =>
    expect(await admit({ method, target })).toMatchObject({ ok: false, code: 'wrongMethod', allow }),
  )

  it('it is over as soon as there is one', async () => {
    const ended = vi.fn()
    const admitted = await admit()
    if (admitted.ok) admitted.onOver(ended)
    await write({ users: [aUser('ana', 'admin')] })
    expect(await outcome()).toBe('loginNeeded')
    await gate.sweep()
    expect(ended).toHaveBeenCalledOnce()
  })
})

describe('with users', () => {
  const ana = aUser('ana', 'admin')
  const ben = aUser('ben', 'viewer')
  beforeEach(async () => {
    await write({ users: [ana, ben] })
    await begin()
  })

  it('a person is led to the login and back, a program is told', async () => {
    const accept = 'text/html,application/xhtml+xml'
    expect(await outcome({ target: '/fdb?q=1', headers: { accept } })).toBe('/login?next=%2Ffdb%3Fq%3D1')
    expect(await outcome({ target: '/fdb', headers: { accept, rsc: '1' } })).toBe('loginNeeded')
    expect(await outcome({ headers: { accept } })).toBe('loginNeeded')
  })

  it('what is for everybody needs none', async () => {
    expect(await outcome({ target: '/healthz' })).toBe('nobody')
    expect(await outcome({ target: '/login?next=/' })).toBe('nobody')
  })

  it('a session lets in by the role its user has now', async () => {
    const { headers } = await logIn(ben)
    expect(await outcome({ headers })).toBe('ben viewer session')
    expect(await outcome({ headers, method: 'DELETE', target: '/api/v1/nodes/leaf1' })).toBe('forbidden')
    await write({ users: [ana, { ...ben, role: 'admin' }] })
    expect(await outcome({ headers, method: 'DELETE', target: '/api/v1/nodes/leaf1' })).toBe('ben admin session')
  })

  it.each([
    ['a user is removed', async () => write({ users: [ana] })],
    ['a user is removed and made anew', async () => write({ users: [ana, aUser('ben', 'viewer')] })],
    ['the password is another', async () => write({ users: [ana, { ...ben, version: newVersion() }] })],
    ['the role is another', async () => write({ users: [ana, { ...ben, role: 'operator' }] }), true],
    ['somebody logs out', async (session: Parameters<Sessions['end']>[0]) => sessions.end(session)],
    ['the time is over', async () => pass(HOUR_MS + 1000)],
    ['the users file is gone', async () => rmSync(files().users)],
    ['others may write the users file', async () => chmodSync(files().users, 0o666)],
  ])('what is open ends when %s, and nobody gets in by it', async (_, happen, stays = false) => {
    const { headers, session } = await logIn(ben)
    const ended = vi.fn()
    const admitted = await admit({ headers })
    if (admitted.ok) admitted.onOver(ended)
    await gate.sweep()
    expect(ended).not.toHaveBeenCalled()
    await happen(session)
    await gate.sweep()
    expect(ended).toHaveBeenCalledOnce()
    if (!stays) expect(await outcome({ headers })).toBe('loginNeeded')
  })

  it('an ended session stays so over a restart', async () => {
    const { headers, session } = await logIn(ben)
    await sessions.end(session)
    await begin()
    expect(await outcome({ headers })).toBe('loginNeeded')
  })

  it('a session lasts over a restart', async () => {
    const { headers } = await logIn(ben)
    await begin()
    expect(await outcome({ headers })).toBe('ben viewer session')
  })

  it.each([
    ['unsigned', (text: string) => `${btoa('{"alg":"none"}').replaceAll('=', '')}.${text.split('.')[1]}.`],
    ['signed by somebody else', (text: string) => text.replace(/\.[^.]+$/, `.${'A'.repeat(43)}`)],
    ['changed', (text: string) => text.replace(/\.([^.])/, '.A')],
    ['no token', () => 'x'],
    ['too long', () => 'A'.repeat(100_000)],
  ])('a cookie that is %s lets nobody in', async (_, forge) => {
    const { text } = await sessions.begin(ana)
    expect(await outcome({ headers: { cookie: `${await sessions.cookie()}=${forge(text)}` } })).toBe('loginNeeded')
  })

  it('a cookie for https is no cookie for http, nor the other way', async () => {
    const plain = (await logIn(ana)).headers
    const secure = (await logIn(ana, true)).headers
    const host = 'vx.example'
    expect(await outcome({ headers: { ...plain, host } })).toBe('loginNeeded')
    expect(await outcome({ headers: { ...secure, host } })).toBe('ana admin session')
    expect(await outcome({ headers: secure })).toBe('loginNeeded')
  })

  it('a token lets in until it is removed or expires', async () => {
    const secret = newToken()
    const token = {
      name: 'ci',
      role: 'operator',
      since: '2026-11-22T12:00:00.000Z',
      sha256: digestToken(secret),
    } as const
    const expires = new Date(now + HOUR_MS).toISOString()
    const headers = { authorization: `Bearer ${secret}` }
    await write({ tokens: [{ ...token, expires }] })
    expect(await outcome({ headers })).toBe('ci operator token')
    now += HOUR_MS
    expect(await outcome({ headers })).toBe('loginNeeded')
    await write({ tokens: [{ ...token, expires: null }] })
    expect(await outcome({ headers })).toBe('ci operator token')
    await write({ tokens: [] })
    expect(await outcome({ headers })).toBe('loginNeeded')
  })

  it('a token that is none is not made up for by a session', async () => {
    const { headers } = await logIn(ana)
    expect(await outcome({ headers: { ...headers, authorization: `Bearer ${newToken()}` } })).toBe('loginNeeded')
  })

  it('a users file that is gone lets nobody in, one that lists nobody everybody of this machine', async () => {
    rmSync(files().users)
    expect(await outcome()).toBe('loginNeeded')
    await write({ users: [], tokens: [] })
    expect(await outcome()).toBe('local admin local')
  })
})
