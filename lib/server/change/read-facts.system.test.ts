import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { connectLabNode } from '@/e2e/lab/connect'
import { type LabInfo, labDown, labUp } from '@/e2e/lab/lab'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { newShell } from '@/lib/collect/node-status'
import type { ApiError } from '@/lib/model/error'
import { Inventory } from '@/lib/model/inventory'
import { ok } from '@/lib/model/result'
import { applyChanges, EMPTY_OVERLAY } from '@/lib/overlay'
import { readChangeFacts } from './read-facts'

const why = await whyNoLab()
beforeEach(context => context.skip(why !== null, why ?? ''))

const name = uniqueInstance('k')
let lab: LabInfo
beforeAll(async () => {
  if (why === null) lab = await labUp({ name })
})
afterAll(async () => {
  if (why === null) await labDown(name)
})

/** Of a server that has not read ubuntu yet, and knows this of how it is reached. */
const ask = async (error: ApiError | null) => {
  let logins = 0
  const { nodes } = Inventory.parse({ nodes: [{ name: 'ubuntu' }] })
  const shell = { ...newShell({ name: 'ubuntu' }), error }
  const { overlay } = applyChanges(EMPTY_OVERLAY, [{ node: 'ubuntu', shell }])
  const connect = async () => {
    logins += 1
    return ok({ connection: await connectLabNode(lab, 'ubuntu'), host: '127.0.0.1' })
  }
  const known = { overlay, readings: new Map(), afresh: () => false }
  return { ...(await readChangeFacts({ nodes: [{ node: 'ubuntu' }] }, nodes, connect, known)), logins }
}

it('reads a node that has not been read yet', async () => {
  const { facts, failed } = await ask(null)
  expect(failed).toEqual([])
  expect(facts.nodes.get('ubuntu')?.reading?.links.map(({ ifname }) => ifname)).toContain('eth1')
})

it('tells why a node could not be read, and does not try once more', async () => {
  const error = { code: 'unreachable', message: 'no route', hint: '' }
  const { facts, failed, logins } = await ask(error)
  expect({ failed, logins }).toEqual({ failed: [{ node: 'ubuntu', error }], logins: 0 })
  expect(facts.nodes.get('ubuntu')?.reading).toBeNull()
})
