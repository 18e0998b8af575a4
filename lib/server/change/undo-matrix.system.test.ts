import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { statesOf } from '@/e2e/change/rest'
import { type NodeName, type UndoLab, upUndoLab } from '@/e2e/change/undo-lab'
import { begun, CUTS, create, lastOf, onAll, planOf, undoes } from '@/e2e/change/undoes'
import { uniqueInstance, whyNoChanges } from '@/e2e/lab/testing'

const why = process.env.VXSCOPE_LONG === '1' ? await whyNoChanges() : 'every cut point: npm run test:long'
beforeEach(context => context.skip(why !== null, why ?? ''))
vi.setConfig({ testTimeout: 3_600_000, hookTimeout: 180_000 })

let lab: UndoLab
beforeAll(async () => {
  if (why === null) lab = await upUndoLab(uniqueInstance('und'))
})
afterAll(() => lab?.down())

/** Each kind of change, upon a device of `create` or none. */
const CHANGES = {
  create,
  'update in place': (node: NodeName) => ({ node, action: 'update', name: 'vxlan100', vni: 100, mtu: 1390 }),
  'update made anew': (node: NodeName) => ({
    node,
    action: 'update',
    name: 'vxlan100',
    vni: 100,
    group: '239.1.1.101',
  }),
  delete: (node: NodeName) => ({ node, action: 'delete', name: 'vxlan100', vni: 100 }),
}

/** Brings a node to where a change begins, by one that nothing befalls. */
const begin = async (node: NodeName, isThere: boolean): Promise<void> => {
  if ((await lab.stateOf(node)).includes('vxlan100:') === isThere) return
  const ended = await lab.rest.ended(await begun(lab, isThere ? create(node) : CHANGES.delete(node)))
  expect(statesOf(ended)).toEqual({ [node]: 'kept' })
}

const CASES = Object.entries(CUTS).flatMap(([cut, fault]) =>
  Object.entries(CHANGES).map(([kind, changeOf]) => [kind, cut, { fault, changeOf }] as const),
)

it.for(CASES)('after each command of a %s: %s', async ([kind, , { fault, changeOf }], { annotate }) => {
  const points = new Map<string, number>()
  await onAll(async node => {
    await begin(node, kind !== 'create')
    const change = changeOf(node)
    const last = lastOf((await planOf(lab, change)).planned)
    for (let after = 1; after <= last; after += 1) await undoes(lab, node, change, { ...fault, after: () => after })
    points.set(node, last)
  })
  await annotate([...points].map(([node, count]) => `${node} ${count}`).join(', '))
})
