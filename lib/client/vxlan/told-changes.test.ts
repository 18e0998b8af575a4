import { expect, it } from 'vitest'
import type { AppliedChange } from '@/lib/model/apply'
import { withTold } from './told-changes'

const aChange = (id: string, second: number, state: AppliedChange['state'] = 'running'): AppliedChange => ({
  ...{ id, at: `2026-11-22T14:00:0${second}.000Z`, who: 'local', state, nodes: [], answerBy: null, endedAt: null },
  plan: { digest: '', expiresAt: '2026-11-22T14:10:00.000Z', nodes: [], offers: [] },
})

it('puts what was told in the place of what was fetched, and what is new before it', () => {
  const told = [aChange('b', 2, 'ended'), aChange('c', 3)]
  const changes = withTold([aChange('b', 2), aChange('a', 1)], new Map(told.map(change => [change.id, change])))
  expect(changes.map(({ id, state }) => `${id} ${state}`)).toEqual(['c running', 'b ended', 'a running'])
})
