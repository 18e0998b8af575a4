import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ServerProcess, startServer } from '@/e2e/setup/server-process'
import { addToken, addUser, PASSWORD, vxscope } from '@/e2e/setup/users'
import { Role } from '@/lib/model/access'
import { AuditAnswer } from '@/lib/model/audit'
import { ErrorBody } from '@/lib/model/error'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const INVENTORY = 'nodes:\n  - { name: leaf1, host: 127.0.0.1, port: 1 }\n'
const CHANGING = ['post', 'put', 'delete'] as const

const Operation = z.object({ 'x-role': Role.optional() })
const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) })
const { paths } = Document.parse(JSON.parse(readFileSync(path.join(ROOT, 'docs/openapi.json'), 'utf8')))

/** Every operation of the API that changes something, and the role it needs. */
const ROUTES = Object.entries(paths).flatMap(([template, operations]) =>
  CHANGING.flatMap(method => {
    const role = operations[method]?.['x-role']
    const target = template.replaceAll('{name}', 'leaf1').replaceAll(/\{\w+\}/g, 'x')
    return role === undefined ? [] : [{ method: method.toUpperCase(), target, role }]
  }),
)

/** What reaches nodes, or what is told of them: not one of these may be missing. */
const ON_NODES = [
  'POST /trace',
  'POST /probe',
  'POST /capture',
  'POST /vxlan/plan',
  'POST /vxlan/apply',
  'POST /vxlan/changes/x/answer',
  'POST /silences',
  'DELETE /silences/x',
  'POST /nodes/leaf1/test',
  'POST /nodes/leaf1/trust',
]

/** As browsers send what a page of another site asks for. */
const FOREIGN: Record<string, string>[] = [
  { origin: 'https://evil.example' },
  { 'sec-fetch-site': 'cross-site' },
  { 'content-type': 'text/plain' },
]

/** What must be let through is refused for its body, not for who sends it. */
const NOT_WHO = [401, 403]

let folder = ''
let config = ''
let server: ServerProcess
let admin = ''
const tokens = { viewer: '', operator: '', admin: '' }

const ask = async (method: string, target: string, headers: Record<string, string> = {}, body: unknown = {}) => {
  const json = { 'content-type': 'application/json' }
  const response = await fetch(`${server.url}${target}`, {
    method,
    redirect: 'manual',
    headers: { ...json, ...headers },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const error = ErrorBody.safeParse(text.startsWith('{') ? JSON.parse(text) : null).data?.error
  return { status: response.status, code: error?.code, error, headers: response.headers, text }
}

const logIn = async (name: string, password = PASSWORD) => {
  const { headers, status } = await ask('POST', '/api/v1/login', {}, { name, password })
  return { status, cookie: headers.get('set-cookie')?.split(';', 1)[0] ?? '' }
}

const auditOf = async (query: string) => {
  const { text } = await ask('GET', `/api/v1/audit?${query}`, { authorization: `Bearer ${tokens.admin}` })
  return AuditAnswer.parse(JSON.parse(text)).entries
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'vxscope-refusals-'))
  config = path.join(folder, 'vxscope.yaml')
  writeFileSync(config, INVENTORY)
  for (const role of ['viewer', 'operator', 'admin'] as const) tokens[role] = await addToken(config, role, role)
  await addUser(config, 'ana', 'admin')
  await addUser(config, 'ben', 'viewer')
  server = await startServer(ROOT, { configFile: config, port: 0, output: 'kept' })
  admin = (await logIn('ana')).cookie
}, 300_000)

afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Refused with a message that helps, and nothing of the inventory is another. */
const expectRefused = async (asked: ReturnType<typeof ask>, status: number, code: string): Promise<void> => {
  const refused = await asked
  expect({ status: refused.status, code: refused.code }).toEqual({ status, code })
  expect(refused.error?.message).toMatch(/\w{3}.*\.$/)
  expect(refused.error?.hint).toMatch(/\w{3}/)
  expect(readFileSync(config, 'utf8')).toBe(INVENTORY)
}

describe('every route that changes something', () => {
  it('is known', () => {
    const known = ROUTES.map(({ method, target }) => `${method} ${target.replace('/api/v1', '')}`)
    expect(known).toEqual(expect.arrayContaining(ON_NODES))
    expect(ROUTES.length).toBeGreaterThan(ON_NODES.length)
  })

  it.each(ROUTES)('$method $target: not without a login', ({ method, target }) =>
    expectRefused(ask(method, target), 401, 'loginNeeded'),
  )

  it.each(ROUTES)('$method $target: not by a token that is unknown', ({ method, target }) =>
    expectRefused(
      ask(method, target, { authorization: `Bearer vxs_${'A'.repeat(43)}`, cookie: admin }),
      401,
      'loginNeeded',
    ),
  )

  it.each(ROUTES.filter(({ role }) => role !== 'viewer'))('$method $target: not by a viewer', ({ method, target }) =>
    expectRefused(ask(method, target, { authorization: `Bearer ${tokens.viewer}` }), 403, 'forbidden'),
  )

  it.each(ROUTES.filter(({ role }) => role === 'admin'))('$method $target: not by an operator', ({ method, target }) =>
    expectRefused(ask(method, target, { authorization: `Bearer ${tokens.operator}` }), 403, 'forbidden'),
  )

  it.each(ROUTES)('$method $target: not from a page of another site', async ({ method, target }) => {
    for (const foreign of FOREIGN)
      await expectRefused(ask(method, target, { cookie: admin, ...foreign }), 403, 'originRefused')
  })

  it('not by a session that is over', async () => {
    const { cookie } = await logIn('ben')
    expect((await ask('GET', '/api/v1/me', { cookie })).status).toBe(200)
    await vxscope(config, ['user', 'password', 'ben'], 'quite another one\n')
    for (const { method, target } of ROUTES) await expectRefused(ask(method, target, { cookie }), 401, 'loginNeeded')
  })

  it('is let through to whoever has its role', async () => {
    for (const { method, target, role } of ROUTES.filter(({ method }) => method === 'POST')) {
      const token = tokens[role]
      const { status } = await ask(method, target, { authorization: `Bearer ${token}` }, 'no body of any')
      expect(NOT_WHO, `${method} ${target}`).not.toContain(status)
    }
    expect(readFileSync(config, 'utf8')).toBe(INVENTORY)
  })
})

describe('a session', () => {
  it('ends with its stream when one logs out', async () => {
    const { cookie } = await logIn('ana')
    const stream = await fetch(`${server.url}/api/v1/stream`, { headers: { cookie } })
    const ended = stream.text().then(
      () => 'ended',
      () => 'cut',
    )
    expect((await ask('POST', '/api/v1/logout', { cookie })).status).toBe(200)
    expect(await ended).toMatch(/ended|cut/)
    await expectRefused(ask('GET', '/api/v1/me', { cookie }), 401, 'loginNeeded')
  })

  it('is another one after each login', async () => {
    const first = (await logIn('ana')).cookie
    expect((await logIn('ana')).cookie).not.toBe(first)
  })

  it('is begun by no page of another site', async () => {
    const foreign = { origin: 'https://evil.example' }
    const refused = await ask('POST', '/api/v1/login', foreign, { name: 'ana', password: PASSWORD })
    expect(refused).toMatchObject({ status: 403, code: 'originRefused' })
    expect(refused.headers.get('set-cookie')).toBeNull()
  })
})

describe('logging in', () => {
  it('tells names there are none of and wrong passwords alike, and writes down only names there are', async () => {
    const words = async (name: string) => {
      const { status, text } = await ask('POST', '/api/v1/login', {}, { name, password: 'not the password' })
      return { status, text }
    }
    const wrong = await words('ana')
    for (const name of ['nobody', '', 'ANA', '\u0430na', '__proto__', 'hunter2-typed-in-the-wrong-field'])
      expect(await words(name)).toEqual(wrong)
    const entries = await auditOf('action=login&result=refused')
    expect(new Set(entries.map(({ who }) => who))).toEqual(new Set(['ana', 'unknown']))
    expect(JSON.stringify(entries)).not.toContain('hunter2')
  })

  it('takes no password that is longer than any', async () => {
    const huge = { name: 'ana', password: 'x'.repeat(1_000_000) }
    expect(await ask('POST', '/api/v1/login', {}, huge)).toMatchObject({ status: 413, code: 'tooLarge' })
  })

  it('has to wait after some failures', async () => {
    for (let tries = 0; tries < 30; tries += 1) {
      const { status, headers } = await ask('POST', '/api/v1/login', {}, { name: 'eve', password: 'not the password' })
      if (status !== 429) continue
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      return
    }
    expect.unreachable('30 failures in a row were all tried')
  })
})
