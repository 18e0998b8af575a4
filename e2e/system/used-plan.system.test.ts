import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { type LabInfo, labDown, labExec, labUp } from '@/e2e/lab/lab'
import { uniqueInstance, whyNoChanges } from '@/e2e/lab/testing'
import { until } from '@/e2e/lab/until'
import { type ServerProcess, startServer } from '@/e2e/setup/server-process'
import { ApplyAnswer, ChangeAnswer } from '@/lib/model/apply'
import { ErrorBody } from '@/lib/model/error'
import { Plan } from '@/lib/model/plan'

const why = await whyNoChanges()
beforeEach(context => context.skip(why !== null, why ?? ''))
vi.setConfig({ testTimeout: 120_000 })

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const name = uniqueInstance('use')
/** On one machine alone: nobody else need be as planned. */
const ALONE = { node: 'ubuntu', action: 'create', name: 'vxlan100', vni: 100, group: '239.1.1.100', link: 'eth1' }

let lab: LabInfo
let server: ServerProcess

beforeAll(async () => {
  if (why !== null) return
  lab = await labUp({ name })
  const file = path.join(lab.dir, 'changes.yaml')
  await writeFile(file, (await readFile(lab.configFile, 'utf8')).replace('readOnly: true', 'readOnly: false'))
  server = await startServer(ROOT, { configFile: file, port: 0, output: 'kept' })
}, 300_000)
afterAll(async () => {
  if (why !== null) return
  await server?.stop()
  await labDown(name)
})

const ask = async (target: string, body?: object): Promise<{ status: number; body: unknown }> => {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`${server.url}/api/v1${target}`, body === undefined ? {} : post)
  return { status: response.status, body: await response.json() }
}

/** The digest of a plan, once the node answers. */
const digestOf = async (node: object): Promise<string> => {
  let digest = ''
  await until(
    async () => {
      const { body } = await ask('/vxlan/plan', { nodes: [node] })
      digest = Plan.safeParse(body).data?.digest ?? ''
      return digest !== ''
    },
    'a plan',
    60_000,
  )
  return digest
}

const expectPlanAgain = async (digest: string): Promise<void> => {
  const { status, body } = await ask('/vxlan/apply', { digest })
  const { error } = ErrorBody.parse(body)
  expect({ status, code: error.code }).toEqual({ status: 409, code: 'planAgain' })
  expect(error.message).toMatch(/\w{3}.*\.$/)
  expect(error.hint).toMatch(/Plan the change again/)
}

const ip = (...words: string[]) => labExec(name, 'ubuntu', ['ip', ...words])
const isThere = async (): Promise<boolean> => (await ip('link', 'show', 'vxlan100')).code === 0

it('a digest that nobody was told is not applied', () => expectPlanAgain('d'.repeat(64)))

it('a plan is not applied once its node is another', async () => {
  const digest = await digestOf(ALONE)
  await ip('link', 'add', 'vxlan100', 'type', 'vxlan', 'id', '100', 'dstport', '4789')
  await expectPlanAgain(digest)
  await ip('link', 'del', 'vxlan100')
  // It was used by that: what is refused once is not applied later.
  await expectPlanAgain(digest)
  expect(await isThere()).toBe(false)
})

it('a plan is applied once, however often it is sent', async () => {
  const digest = await digestOf(ALONE)
  const begun = await ask('/vxlan/apply', { digest })
  expect(begun.status).toBe(202)
  const { id } = ApplyAnswer.parse(begun.body)
  await expectPlanAgain(digest)
  await until(
    async () => ChangeAnswer.parse((await ask(`/vxlan/changes/${id}`)).body).change.state === 'ended',
    'the change to end',
    90_000,
  )
  expect(await isThere()).toBe(true)
  await expectPlanAgain(digest)
  await ip('link', 'del', 'vxlan100')
  await expectPlanAgain(digest)
  expect(await isThere()).toBe(false)
})
