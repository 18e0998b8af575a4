import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createBus } from '@/lib/bus'
import type { Principal } from '@/lib/model/access'
import { NoQuery } from '@/lib/model/api'
import type { RequestError } from '@/lib/model/error'
import { Inventory } from '@/lib/model/inventory'
import { CaptureRequest, ProbeRequest } from '@/lib/model/probe'
import { ok, type Result } from '@/lib/model/result'
import { SilenceRequest } from '@/lib/model/silence'
import { buildOverlay } from '@/lib/overlay'
import { anEntry, aSeedNode } from '@/lib/overlay/testing'
import { answerLogout, answerMe } from './access/answer-login'
import { answering, LOCAL } from './access/testing'
import { answerSilence } from './checks/answer-silences'
import { SILENCE } from './checks/testing'
import { answerEvidence } from './evidence/answer'
import { prepareCapture, prepareProbe } from './evidence/prepare'
import { answerFdb } from './fdb'
import { readBody } from './guard'
import { answerAddNodes, answerChangeNode, answerInventoryNode, answerRemoveNode } from './nodes/change-inventory'
import { openApi } from './openapi'
import { answerOverlay, answerTunnel } from './overlay'
import { NO_DELTA } from './stream/testing'

const Content = z.object({
  'application/json': z.object({ schema: z.object({ $ref: z.string().default('') }) }).optional(),
})
const Document = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ responses: z.record(z.string(), z.looseObject({ content: Content.optional() })) })),
  ),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
})
const { paths, components } = Document.parse(openApi())

/** What is wrong with an answer as the document has it; empty where nothing is. */
const faultsOf = async (operation: string, answered: Response | Promise<Response>): Promise<string[]> => {
  const response = await answered
  const [method = '', path = ''] = operation.split(' ')
  const described = paths[`/api/v1${path}`]?.[method.toLowerCase()]?.responses[response.status]
  if (described === undefined) return [`${response.status} is not described`]
  const name = described.content?.['application/json']?.schema.$ref.split('/').at(-1) ?? ''
  const schema = components.schemas[name]
  if (schema === undefined) return [`nothing describes what ${response.status} holds`]
  const parsed = z.fromJSONSchema(schema).safeParse(await response.json())
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

const NODES = [aSeedNode('r1', '10.0.2.1', [anEntry('02:00:00:00:00:09', '10.0.2.2')]), aSeedNode('r2', '10.0.2.2')]

const aBus = () => {
  const bus = createBus('abc', 0)
  const readings = new Map(NODES.flatMap(({ name, reading }) => (reading ? [[name, reading] as const] : [])))
  bus.publish({ ...{ at: 0, delta: NO_DELTA, events: [], readings }, ...buildOverlay(NODES) })
  return bus
}

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vxscope-document-'))
  writeFileSync(path.join(folder, 'vxscope.yaml'), 'nodes: [{ name: r1 }, { name: r2 }]\n')
})
afterEach(() => rmSync(folder, { recursive: true }))

const get = (target: string) => new Request(`http://localhost/api/v1${target}`)
const audit = { record: async () => ok(null) }
const who: Principal = { name: 'ana', role: 'admin', via: 'session', from: '192.0.2.9' }
const asAna = <Words extends unknown[], Answer>(handle: (...words: Words) => Answer) =>
  answering(handle, { ...LOCAL, who })
const past = { ok: false, error: { code: 'cannotOpen', message: 'None.', hint: 'None.' } } as const

describe('what is read is as described', () => {
  const views = { bus: aBus(), past }

  it.each([
    ['GET /overlay', () => answerOverlay(get('/overlay'), views)],
    ['GET /overlay', () => answerOverlay(get('/overlay?x=1'), views)],
    ['GET /tunnels/{id}', () => answerTunnel(get('/tunnels/x'), views, 'x')],
    ['GET /fdb', () => answerFdb(get('/fdb'), views)],
    ['GET /fdb', () => answerFdb(get('/fdb?q=vni:abc'), views)],
    ['GET /fdb', () => answerFdb(get('/fdb?at=2026-11-22T12:00:00Z'), views)],
    ['GET /me', asAna(answerMe)],
    ['GET /me', answerMe],
  ])('%s (%#)', async (operation, ask) => expect(await faultsOf(operation, ask())).toEqual([]))
})

describe('what is sent is answered as described', () => {
  const sessions = { cookie: async () => 'vxscope', end: async () => {} }
  const logout = asAna(answerLogout)

  it('POST /logout', async () => {
    const unused = { begin: () => Promise.reject(new Error('not asked')), read: async () => null, isOpen: () => true }
    expect(await faultsOf('POST /logout', logout({ audit, logins: { sessions: { ...sessions, ...unused } } }))).toEqual(
      [],
    )
  })

  it.each(['{', '{"x":1}', ' '.repeat(300_000)])('POST /logout with a body that is none (%#)', async body => {
    const read = await readBody(new Request('http://localhost/api/v1/logout', { method: 'POST', body }), NoQuery)
    expect(read.ok ? ['it was taken'] : await faultsOf('POST /logout', read.error)).toEqual([])
  })

  const silences = { current: () => [SILENCE], add: async () => SILENCE, remove: async () => true }
  it.each([{ check: 'mtuPeers' }, { check: 'mtuPeerz' }])('POST /silences %j', async what => {
    const until = new Date(Date.now() + 60_000).toISOString()
    const request = SilenceRequest.parse({ ...what, reason: 'known', until })
    expect(await faultsOf('POST /silences', answerSilence(request, { silences, audit }, who))).toEqual([])
  })

  const editing = (nodes: object[] = []) => ({
    ...{ configFile: path.join(folder, 'vxscope.yaml'), audit },
    access: { inventory: () => Inventory.parse({ nodes }), reload: async () => {} },
  })
  it.each([
    ['GET /nodes/{name}/inventory', 200, () => answerInventoryNode('r1', editing([{ name: 'r1' }]))],
    ['GET /nodes/{name}/inventory', 404, () => answerInventoryNode('nope', editing())],
    ['POST /nodes', 201, () => answerAddNodes([{ name: 'r3' }], editing(), who)],
    ['POST /nodes', 422, () => answerAddNodes([{ name: 'r1' }], editing(), who)],
    ['PUT /nodes/{name}', 200, () => answerChangeNode('r1', { name: 'r1', port: 23 }, editing(), who)],
    ['PUT /nodes/{name}', 404, () => answerChangeNode('nope', { name: 'nope' }, editing(), who)],
    [
      'PUT /nodes/{name}',
      409,
      () => answerChangeNode('r1', { name: 'r1', was: { name: 'r1', port: 1 } }, editing(), who),
    ],
    ['DELETE /nodes/{name}', 200, () => answerRemoveNode('r1', editing(), who)],
    ['DELETE /nodes/{name}', 404, () => answerRemoveNode('nope', editing(), who)],
  ])('%s with %i', async (operation, status, ask) => {
    const response = await ask()
    expect(response.status).toBe(status)
    expect(await faultsOf(operation, response)).toEqual([])
  })

  const asked = (settings: object) => ({
    ...{ bus: aBus(), connectionOf: () => null },
    access: { inventory: () => Inventory.parse(settings) },
  })
  const refusalOf = (prepared: Result<unknown, RequestError>): Response => {
    if (prepared.ok) throw new Error('nothing stands against it')
    return answerEvidence(new AbortController().signal, () => prepared)
  }
  const probe = (settings: object, from = 'r1', vni = 42) => {
    const prepared = prepareProbe(ProbeRequest.parse({ from, vni, to: '10.9.0.1' }), asked(settings))
    return refusalOf(prepared)
  }
  const capture = (settings: object, node = 'r1', vni = 42) => {
    const prepared = prepareCapture(CaptureRequest.parse({ vni, nodes: [node] }), asked(settings), 16)
    return refusalOf(prepared)
  }
  it.each([
    ['POST /probe', 409, () => probe({})],
    ['POST /probe', 404, () => probe({ probe: true }, 'r1', 7)],
    ['POST /probe', 422, () => probe({ probe: true }, 'nope')],
    ['POST /probe', 422, () => probe({ probe: true })],
    ['POST /capture', 409, () => capture({})],
    ['POST /capture', 404, () => capture({ capture: true }, 'r1', 7)],
    ['POST /capture', 422, () => capture({ capture: true }, 'nope')],
  ])('%s with %i', async (operation, status, ask) => {
    const response = ask()
    expect(response.status).toBe(status)
    expect(await faultsOf(operation, response)).toEqual([])
  })
})
