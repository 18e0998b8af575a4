import { expect, it } from 'vitest'
import { aCreate, linuxFacts, planOf } from '@/lib/change/testing'
import type { ApplyNode } from '@/lib/model/apply'
import { ApplySettings } from '@/lib/model/apply-settings'
import { fail } from '@/lib/model/result'
import { recoverPlan } from './recover-plan'

const AT = '2026-11-22T12:00:00.000Z'

it('says of a node that was left in the middle and does not answer what becomes of it, and what to do', async () => {
  const plan = { digest: 'd', expiresAt: AT, nodes: [planOf(aCreate(), linuxFacts())], offers: [] }
  const last: ApplyNode = { node: 'n1', state: 'armed', steps: [], failure: null, undoAt: AT }
  let clock = Date.parse(AT)
  const access = {
    open: async () => fail({ code: 'timeout', message: 'no answer', hint: '' } as const),
    nonce: () => 'n'.repeat(16),
    now: () => clock,
    sleep: async (ms: number) => {
      clock += ms
    },
  }
  const told: ApplyNode[] = []
  for await (const node of recoverPlan(plan, [last], access, ApplySettings.parse({}))) told.push(node)
  expect(told).toMatchObject([
    {
      state: 'unknown',
      failure: {
        at: 'interrupted',
        message: 'the server ended while it was under way, and since then: no answer',
        hint: 'What was not kept by then goes back to what it was. Once it has, plan the change again.',
      },
    },
  ])
})
