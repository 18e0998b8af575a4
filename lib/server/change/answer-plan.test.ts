import { describe, expect, it } from 'vitest'
import { aCreate, factsOf, linuxFacts } from '@/lib/change/testing'
import { Plan } from '@/lib/model/plan'
import { answering } from '../access/testing'
import { answerPlan as answer } from './answer-plan'
import { createPlans } from './plans'
import type { FactsRead } from './read-facts'

const answerPlan = answering(answer)
const facts = factsOf({ n1: linuxFacts() })
const post = async (body: string, type = 'application/json', failed: FactsRead['failed'] = []) => {
  const request = new Request('http://localhost/api/v1/vxlan/plan', {
    method: 'POST',
    body,
    headers: { 'content-type': type },
  })
  const response = await answerPlan(request, {
    readFacts: async () => ({ facts, failed }),
    plans: createPlans(Date.now),
    planValid: 600,
  })
  const answered: unknown = await response.json()
  return { status: response.status, body: answered }
}
const change = (over: object = {}) => JSON.stringify({ nodes: [{ ...aCreate(), ...over }] })

describe('POST /vxlan/plan', () => {
  it('answers with the plan', async () => {
    const { status, body } = await post(change())
    expect(status).toBe(200)
    expect(Plan.parse(body).nodes.map(({ node, name }) => `${node} ${name}`)).toEqual(['n1 vxlan100'])
  })

  it.each([
    ['a field out of its bounds', { vni: -1 }, 'vni'],
    ['what the node would refuse', { link: 'eth9' }, 'link'],
  ])('refuses %s with 422, node and field', async (_, over, field) => {
    expect(await post(change(over))).toMatchObject({
      status: 422,
      body: { error: { code: 'changeRefused' }, fields: [{ node: 'n1', field }] },
    })
  })

  it('refuses while a node can not be asked', async () => {
    const error = { code: 'timeout', message: 'no answer', hint: '' } as const
    expect(await post(change(), 'application/json', [{ node: 'n1', error }])).toMatchObject({
      status: 422,
      body: { fields: [{ node: 'n1', field: 'node', message: 'could not be asked: no answer' }] },
    })
  })

  it.each([
    ['what is no JSON', '{', 'application/json', 400, 'badRequest'],
    ['a form of another site', change(), 'text/plain', 403, 'originRefused'],
    ['more than a change can be', ' '.repeat(1024 * 1024 + 1), 'application/json', 413, 'tooLarge'],
  ])('refuses %s', async (_, body, type, status, code) => {
    expect(await post(body, type)).toMatchObject({ status, body: { error: { code } } })
  })
})
