import { expect, it } from 'vitest'
import type { Plan } from '@/lib/model/plan'
import { createPlans } from './plans'

const plan = (digest: string): Plan => ({ digest, expiresAt: new Date(1000).toISOString(), nodes: [], offers: [] })
const keptOf = (digest: string) => ({ plan: plan(digest), change: { nodes: [] } })

it('gives a plan once, and none that nobody made', () => {
  const plans = createPlans(() => 0)
  plans.keep(keptOf('a'))
  expect([plans.take('b'), plans.take('a')?.plan.digest, plans.take('a')]).toEqual([null, 'a', null])
})

it('gives none whose time is over', () => {
  let now = 0
  const plans = createPlans(() => now)
  plans.keep(keptOf('a'))
  now = 1000
  expect(plans.take('a')).toBeNull()
})

it('holds so many, the newest', () => {
  const plans = createPlans(() => 0)
  for (let each = 0; each <= 1000; each += 1) plans.keep(keptOf(String(each)))
  expect([plans.take('0'), plans.take('1')?.plan.digest, plans.take('1000')?.plan.digest]).toEqual([null, '1', '1000'])
})
