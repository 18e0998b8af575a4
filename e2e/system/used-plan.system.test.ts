import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { killSshd, type LabInfo, labDown, labExec, labUp, startSshd } from '@/e2e/lab/lab'
import { uniqueInstance, whyNoChanges } from '@/e2e/lab/testing'
import { until } from '@/e2e/lab/until'
import { type ServerProcess, startServer } from '@/e2e/setup/server-process'
import { addToken } from '@/e2e/setup/users'
import { ApplyAnswer, ChangeAnswer } from '@/lib/model/apply'
import { type ApiError, ErrorBody } from '@/lib/model/error'
import { Plan } from '@/lib/model/plan'

const why = await whyNoChanges()
beforeEach(context => context.skip(why !== null, why ?? ''))
vi.setConfig({ testTimeout: 120_000 })

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const name = uniqueInstance('use')
const CREATE = { node: 'ubuntu', action: 'create', name: 'vxlan100', vni: 100, group: '239.1.1.100', link: 'eth1' }
const DELETE = { node: 'ubuntu', action: 'delete', name: 'vxlan100', vni: 100 }

let lab: LabInfo
let server: ServerProcess
let [ana, ben] = ['', '']

beforeAll(async () => {
  if (why !== null) return
  lab = await labUp({ name })
  const file = path.join(lab.dir, 'changes.yaml')
  await writeFile(file, (await readFile(lab.configFile, 'utf8')).replace('readOnly: true', 'readOnly: false'))
  ana = await addToken(file, 'ana', 'operator')
  ben = await addToken(file, 'ben', 'operator')
  server = await startServer(ROOT, { configFile: file, port: 0, output: 'kept' })
}, 300_000)
afterAll(async () => {
  if (why !== null) return
  await server?.stop()
  await labDown(name)
})

const ask = async (target: string, body?: object, token = ana): Promise<{ status: number; body: unknown }> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const post = { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await fetch(`${server.url}/api/v1${target}`, body === undefined ? { headers } : post)
  return { status: response.status, body: await response.json() }
}

/** The digest of a plan, once the node answers and has what the plan takes for granted. */
const digestOf = async (node: object, token = ana): Promise<string> => {
  let digest = ''
  await until(
    async () => {
      const { body } = await ask('/vxlan/plan', { nodes: [node] }, token)
      digest = Plan.safeParse(body).data?.digest ?? ''
      return digest !== ''
    },
    'a plan',
    60_000,
  )
  return digest
}

const expectRefused = async (digest: string, code: string): Promise<ApiError> => {
  const { status, body } = await ask('/vxlan/apply', { digest })
  const { error } = ErrorBody.parse(body)
  expect({ status, code: error.code }).toEqual({ status: 409, code })
  expect(error.hint).toMatch(/^Nothing was sent to any node/)
  return error
}

const expectPlanAgain = async (digest: string): Promise<string> => {
  const { message, hint } = await expectRefused(digest, 'planAgain')
  expect(hint).toMatch(/Plan the change again/)
  return message
}

const expectKept = async (begun: { status: number; body: unknown }): Promise<void> => {
  expect(begun).toMatchObject({ status: 202 })
  const { id } = ApplyAnswer.parse(begun.body)
  const read = async () => ChangeAnswer.parse((await ask(`/vxlan/changes/${id}`)).body).change
  await until(async () => (await read()).state === 'ended', 'the change to end', 90_000)
  expect((await read()).nodes).toMatchObject([{ node: 'ubuntu', state: 'kept', failure: null }])
}

const ip = (...words: string[]) => labExec(name, 'ubuntu', ['ip', ...words])
const isThere = async (): Promise<boolean> => (await ip('link', 'show', 'vxlan100')).code === 0

it('a digest that nobody was told is not applied', async () => {
  expect(await expectPlanAgain('d'.repeat(64))).toMatch(/not known here/)
})

it('a plan is not applied once its device is there already', async () => {
  const digest = await digestOf(CREATE)
  await ip('link', 'add', 'vxlan100', 'type', 'vxlan', 'id', '100', 'dstport', '4789')
  expect(await expectPlanAgain(digest)).toMatch(/ubuntu: name: vxlan100 is there already/)
  await ip('link', 'del', 'vxlan100')
  // What is refused once is not applied later.
  expect(await expectPlanAgain(digest)).toMatch(/was used already/)
  expect(await isThere()).toBe(false)
})

it('a plan is not applied once its node has another device beside', async () => {
  const digest = await digestOf(CREATE)
  await ip('link', 'add', 'vxlan7', 'type', 'vxlan', 'id', '7', 'dstport', '4789')
  expect(await expectPlanAgain(digest)).toBe('ubuntu is no longer as this plan took it.')
  await ip('link', 'del', 'vxlan7')
  expect(await isThere()).toBe(false)
})

it('a plan is kept while its node can not be read, and applied once', async () => {
  const digest = await digestOf(CREATE)
  await killSshd(name, 'ubuntu')
  expect((await expectRefused(digest, 'cannotRead')).message).toMatch(/^ubuntu could not be read: /)
  await startSshd(name, 'ubuntu')
  const begun = await ask('/vxlan/apply', { digest })
  await expectPlanAgain(digest)
  await expectKept(begun)
  expect(await isThere()).toBe(true)
  await expectPlanAgain(digest)
  await expectKept(await ask('/vxlan/apply', { digest: await digestOf(DELETE) }))
  await expectPlanAgain(digest)
  expect(await isThere()).toBe(false)
})

it('of two operators who apply to a node at once one wins, and the other is told to plan again', async () => {
  const anas = await digestOf(CREATE)
  const bens = await digestOf({ ...CREATE, mtu: 1300 }, ben)
  const both = await Promise.all([ask('/vxlan/apply', { digest: anas }), ask('/vxlan/apply', { digest: bens }, ben)])
  expect(both.map(({ status }) => status).sort()).toEqual([202, 409])
  const won = both.find(({ status }) => status === 202)
  const lost = both.find(({ status }) => status === 409)
  expect(lost?.body).toMatchObject({
    error: {
      ...{ code: 'planAgain', message: 'Another change is under way on ubuntu.' },
      hint: expect.stringContaining('Plan the change again'),
    },
  })
  if (won) await expectKept(won)
  // Neither is of any use now; a new one is.
  for (const digest of [anas, bens]) await expectPlanAgain(digest)
  await expectKept(
    await ask('/vxlan/apply', { digest: await digestOf({ ...DELETE, action: 'update', mtu: 1350 }, ben) }, ben),
  )
  await expectKept(await ask('/vxlan/apply', { digest: await digestOf(DELETE) }))
})
