import { describe, expect, it } from 'vitest'
import { createBus } from '@/lib/bus'
import { factsOf, linuxFacts } from '@/lib/change/testing'
import type { Role } from '@/lib/model/access'
import { Inventory } from '@/lib/model/inventory'
import { OptionsAnswer } from '@/lib/model/node-options'
import { answerAs } from '../access/context'
import { answerOptions } from './answer-options'
import type { FactsRead } from './read-facts'

const inventory = Inventory.parse({
  readOnly: false,
  apply: { undoAfter: 90 },
  nodes: [{ name: 'n1' }, { name: 'n2' }],
})

const ask = async (query: string, failed: FactsRead['failed'] = [], role: Role = 'operator') => {
  const asked: string[] = []
  const asker = {
    who: { name: 'ana', role, via: 'session', from: null },
    from: null,
    secure: false,
    session: null,
  } as const
  const response = await answerAs(asker, () =>
    answerOptions(new Request(`http://localhost/api/v1/vxlan/options${query}`), {
      bus: createBus('e', 0),
      access: { inventory: () => inventory },
      readFacts: async ({ nodes }) => {
        asked.push(...nodes.map(({ node }) => node))
        return { facts: factsOf({ n1: linuxFacts() }), failed }
      },
    }),
  )
  const body: unknown = await response.json()
  return { status: response.status, body, asked }
}

describe('GET /vxlan/options', () => {
  it('tells what each node can be asked for, and what holds for all changes', async () => {
    const { status, body } = await ask('?nodes=n1,n1')
    expect(status).toBe(200)
    const { readOnly, undoAfter, undoLater, nodes } = OptionsAnswer.parse(body)
    expect({ readOnly, undoAfter, undoLater, nodes: nodes.map(({ node, method }) => `${node} ${method}`) }).toEqual({
      readOnly: false,
      undoAfter: 90,
      undoLater: 45,
      nodes: ['n1 linux'],
    })
  })

  it('asks nodes for operators alone', async () => {
    const { status, asked } = await ask('?nodes=n1', [], 'viewer')
    expect([status, asked]).toEqual([403, []])
  })

  it('asks no node where none is named', async () => {
    const { body, asked } = await ask('', [], 'viewer')
    expect(OptionsAnswer.parse(body).nodes).toEqual([])
    expect(asked).toEqual([])
  })

  it('says why of a node that could not be asked', async () => {
    const error = { code: 'timeout', message: 'no answer', hint: '' } as const
    const { body } = await ask('?nodes=n1', [{ node: 'n1', error }])
    expect(body).toMatchObject({ nodes: [{ node: 'n1', method: null, limits: null, why: 'no answer' }] })
  })

  it.each(['', '-x', 'n1,,n2'])('says what it expects in place of ?nodes=%s', async names => {
    const { body } = await ask(`?nodes=${names}`)
    expect(body).toMatchObject({ error: { message: 'nodes: expected names of nodes, at most 500, with "," between' } })
  })

  it.each([
    ['a node that is not in the inventory', '?nodes=n1,stranger', 404],
    ['a name that is none', '?nodes=-x', 400],
    ['a parameter that is none', '?node=n1', 400],
  ])('refuses %s', async (_, query, status) => {
    expect((await ask(query)).status).toBe(status)
  })
})
