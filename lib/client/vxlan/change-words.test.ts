import { describe, expect, it } from 'vitest'
import type { AppliedChange, ApplyNode, ApplyState } from '@/lib/model/apply'
import type { PlanNode } from '@/lib/model/plan'
import { stateWords, stepsOf, summaryOf, titleOfChange, undoWords } from './change-words'

const aPlan = (node: string, difference: Partial<PlanNode> = {}): PlanNode => ({
  ...{ node, action: 'create', name: 'vxlan100', method: 'linux', persist: 'none' },
  ...{ basis: '', diff: '', warnings: [] },
  commands: ['ip link add name vxlan100', 'ip link set dev vxlan100 up'],
  undo: ['ip link delete dev vxlan100'],
  expect: { exists: true, ifname: 'vxlan100' },
  before: { exists: false, ifname: 'vxlan100' },
  ...difference,
})

const aNode = (node: string, state: ApplyState, difference: Partial<ApplyNode> = {}): ApplyNode => ({
  ...{ node, state, steps: [], failure: null },
  ...difference,
})

const FAILED = { at: 'step 1', message: 'RTNETLINK answers: File exists', hint: '' }

const planOf = (action: PlanNode['action'], nodes: readonly ApplyNode[]): AppliedChange['plan'] => ({
  ...{ digest: '', expiresAt: '', offers: [] },
  nodes: nodes.map(({ node }) => aPlan(node, { action })),
})

const titleOf = (state: AppliedChange['state'], ...nodes: ApplyNode[]): string =>
  summaryOf({ state, nodes, plan: planOf('create', nodes) }).title

describe('a change in words', () => {
  it('is named by what it does, to what, and where', () => {
    const plan = { digest: '', expiresAt: '', nodes: [aPlan('ubuntu'), aPlan('vyos01')], offers: [] }
    expect(titleOfChange({ plan })).toBe('Add vxlan100 on ubuntu and vyos01')
    expect(titleOfChange({ plan: { ...plan, nodes: [aPlan('ubuntu', { action: 'delete' })] } })).toBe(
      'Remove vxlan100 on ubuntu',
    )
  })

  it('says how far it is', () => {
    expect(titleOf('running', aNode('a', 'whole'), aNode('b', 'armed'), aNode('c', 'planned'))).toBe(
      'Under way: 1 of 3 nodes as planned',
    )
    expect(titleOf('running', aNode('a', 'undoing'), aNode('b', 'undone', { failure: FAILED }))).toBe(
      'a is told to go back',
    )
  })

  it('asks about the nodes that are done', () => {
    const nodes = [aNode('a', 'whole'), aNode('b', 'undone', { failure: FAILED }), aNode('c', 'untouched')]
    expect(summaryOf({ state: 'asking', nodes, plan: planOf('create', nodes) })).toMatchObject({
      tone: 'warn',
      title: 'b failed. Undo a too?',
    })
  })

  it.each<[string, string, ApplyState[]]>([
    ['ok', 'Done on 2 nodes: as planned, field by field', ['kept', 'kept']],
    ['warn', 'Nothing was kept', ['undone', 'untouched']],
    ['warn', 'Kept on n0, not on n1', ['kept', 'undone']],
    ['bad', 'Look at n1 yourself', ['kept', 'differs']],
    ['bad', 'Look at n0 and n1 yourself', ['unknown', 'unknown']],
  ])('ends %s: %s', (tone, title, states) => {
    const nodes = states.map((state, at) => aNode(`n${at}`, state))
    expect(summaryOf({ state: 'ended', nodes, plan: planOf('create', nodes) })).toMatchObject({ tone, title })
  })

  it.each<[string, ApplyState[]]>([
    ['Removed from 2 nodes, as planned', ['kept', 'kept']],
    ['Nothing was removed', ['undone', 'untouched']],
    ['Removed from n0, not from n1', ['kept', 'undone']],
  ])('ends a removal: %s', (title, states) => {
    const nodes = states.map((state, at) => aNode(`n${at}`, state))
    expect(summaryOf({ state: 'ended', nodes, plan: planOf('delete', nodes) }).title).toBe(title)
  })

  it('calls removed what is kept of a removal', () => {
    expect([stateWords('kept', 'delete').word, stateWords('kept', 'update').word]).toEqual(['removed', 'kept'])
  })
})

describe('stepsOf', () => {
  const looks = (state: ApplyState, ...steps: ApplyNode['steps']) =>
    stepsOf(aPlan('a'), aNode('a', state, { steps })).map(({ look }) => look)

  it('tells what has run, what runs, and what has not', () => {
    expect(looks('planned')).toEqual(['waiting', 'waiting'])
    expect(looks('sent', { step: 1, status: null, output: '' })).toEqual(['running', 'waiting'])
    expect(looks('undone', { step: 1, status: 0, output: '' }, { step: 2, status: 1, output: 'no' })).toEqual([
      'ok',
      'failed',
    ])
  })

  it('shows as failed what nobody has heard the end of', () => {
    expect(looks('unknown', { step: 1, status: null, output: '' })).toEqual(['failed', 'waiting'])
  })
})

describe('undoWords', () => {
  const waits = { undoAfter: 120, undoLater: 45 }
  const nodes = ['a', 'b', 'c'].map(node => ({ node }))

  it('tells the first and the last of nodes in turn', () => {
    const words = 'What isn’t kept, a node undoes by itself: the first, a, after 3 m 30 s; the last, c, after 2 m.'
    expect(undoWords(nodes, waits, false)).toBe(words)
  })

  it('tells one time where it is the same', () => {
    const words = 'What isn’t kept, a node undoes by itself after 2 m.'
    expect([undoWords(nodes, waits, true), undoWords(nodes.slice(1, 2), waits, false)]).toEqual([words, words])
  })
})
