import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Role } from '@/lib/model/access'
import { within } from '@/lib/model/whole-number'
import { answering, LOCAL } from './access/testing'
import { readBody, refuseChange, refuseForeign } from './guard'

const JSON_TYPE = { 'content-type': 'application/json' }
const post = (headers: Record<string, string>, body = '{}') =>
  new Request('http://127.0.0.1:3000/api/v1/nodes', {
    method: 'POST',
    headers: { host: '127.0.0.1:3000', ...headers },
    body,
  })

describe('refuseForeign', () => {
  it.each([
    ['a program', JSON_TYPE],
    ['a page of ours', { ...JSON_TYPE, origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' }],
    ['a charset beside the type', { 'content-type': 'application/json; charset=utf-8' }],
  ])('lets in %s', (_case, headers) => expect(refuseForeign(post(headers))).toBeNull())

  it.each([
    ['another site', { ...JSON_TYPE, origin: 'http://evil.example' }],
    ['another port of this machine', { ...JSON_TYPE, origin: 'http://127.0.0.1:3001' }],
    ['a sandboxed frame', { ...JSON_TYPE, origin: 'null' }],
    ['what the browser calls cross-site', { ...JSON_TYPE, 'sec-fetch-site': 'cross-site' }],
    ['what the browser calls same-site', { ...JSON_TYPE, 'sec-fetch-site': 'same-site' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text that a browser sends anywhere', { 'content-type': 'text/plain' }],
  ])('refuses %s', async (_case, headers) => {
    const refused = refuseForeign(post(headers))
    expect(refused?.status).toBe(403)
    expect(await refused?.json()).toMatchObject({ error: { code: 'originRefused' } })
  })
})

describe('readBody', () => {
  const Schema = z.strictObject({ port: z.int('a whole number') })
  const read = async (body: string, most?: number) => {
    const outcome = await readBody(post(JSON_TYPE, body), Schema, most)
    return outcome.ok ? outcome.value : { status: outcome.error.status, body: await outcome.error.json() }
  }

  it('gives what the schema makes of it', async () => expect(await read('{"port":1}')).toEqual({ port: 1 }))

  it('names each value that is wrong, and what was expected', async () => {
    expect(await read('{"port":"x","prot":1}')).toMatchObject({
      status: 422,
      body: {
        error: { code: 'invalid' },
        fields: [
          { field: 'port', message: 'expected a whole number' },
          { field: 'prot', message: 'not known here' },
        ],
      },
    })
  })

  it('names a value once, however much is wrong with it', async () => {
    const Bounded = z.strictObject({ vni: within(0, 42) })
    const outcome = await readBody(post(JSON_TYPE, '{"vni":1e300}'), Bounded)
    expect(outcome.ok ? null : await outcome.error.json()).toMatchObject({
      error: { message: 'vni: expected a whole number from 0 to 42' },
      fields: [{ field: 'vni', message: 'expected a whole number from 0 to 42' }],
    })
  })

  it('says in words of ours what a schema has none for', async () => {
    const Bare = z.strictObject({
      name: z.string().min(2),
      tags: z.array(z.string()).max(1),
      kind: z.enum(['vxlan', 'bridge']),
      on: z.boolean(),
    })
    const told = async (body: string) => {
      const outcome = await readBody(post(JSON_TYPE, body), Bare)
      return outcome.ok ? null : (await outcome.error.json()).fields.map(({ message }: { message: string }) => message)
    }
    expect(await told('[]')).toEqual(['expected an object, got a list'])
    expect(await told('{"name":"a","tags":["b","c"],"kind":"gre"}')).toEqual([
      'expected at least 2 characters',
      'expected at most 1 item',
      'expected one of vxlan, bridge',
      'expected true or false, got nothing',
    ])
  })

  it.each(['?dryRun=true', '?port=1'])('refuses the parameters %s, which a body has no use for', async query => {
    const request = new Request(`http://127.0.0.1:3000/api/v1/nodes${query}`, { method: 'POST', body: '{"port":1}' })
    const outcome = await readBody(request, Schema)
    const { error } = outcome.ok ? { error: null } : await outcome.error.json()
    expect(error).toMatchObject({ code: 'badRequest', message: expect.stringMatching(/^unknown parameter "\w+"$/) })
  })

  it('refuses what is no JSON, and what is too large', async () => {
    expect(await read('{')).toMatchObject({ status: 400, body: { error: { code: 'badRequest' } } })
    expect(await read(`{"port":1${' '.repeat(2000)}}`, 1024)).toMatchObject({ status: 413 })
  })
})

describe('refuseChange', () => {
  it('refuses what came past the gate', () => expect(refuseChange(post(JSON_TYPE), 'viewer')?.status).toBe(401))

  const as = (role: Role, needs: Role) =>
    answering(refuseChange, { ...LOCAL, who: { name: 'ana', role, via: 'session', from: null } })(
      post(JSON_TYPE),
      needs,
    )

  it.each([
    ['viewer', 'viewer'],
    ['operator', 'viewer'],
    ['admin', 'operator'],
  ] as const)('lets %s do what needs %s', (role, needs) => expect(as(role, needs)).toBeNull())

  it.each([
    ['viewer', 'operator'],
    ['operator', 'admin'],
  ] as const)('refuses %s what needs %s, and says so', async (role, needs) => {
    const refused = as(role, needs)
    expect(refused?.status).toBe(403)
    expect(await refused?.json()).toMatchObject({
      error: { code: 'forbidden', message: `This needs the role ${needs}; ana is ${role}.` },
    })
  })
})
