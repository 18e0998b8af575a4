import { describe, expect, it } from 'vitest'
import type { TestStep } from '@/lib/model/nodes-api'
import { auditOfTest } from './audit-of-test'

const step = (name: TestStep['step'], difference: Partial<TestStep> = {}): TestStep => ({
  ...{ step: name, host: 'ubuntu', jump: false, status: 'ok', ms: 1, detail: 'fine', key: null, error: null },
  ...difference,
})
const node = { name: 'ubuntu' }
const about = (ended: readonly TestStep[]) => auditOfTest({ node, described: undefined, ended })

describe('auditOfTest', () => {
  it('tells how each step ended', () => {
    expect(about([step('reach', { jump: true, host: 'gate' }), step('hostKey'), step('reading')])).toEqual({
      ...{ action: 'connectionTested', nodes: ['ubuntu'], result: 'ok' },
      output: 'jump host gate, reach: fine\nhost key: fine\nreading: fine',
    })
  })

  it('fails where a step failed', () => {
    expect(about([step('reach'), step('hostKey', { status: 'failed', detail: 'unknown' })])).toMatchObject({
      ...{ result: 'failed', output: 'reach: fine\nhost key: unknown' },
    })
  })

  it('says that it was broken off', () => {
    expect(about([step('reach')])).toMatchObject({ result: 'failed', output: 'reach: fine\nbroken off' })
    expect(about([])).toMatchObject({ result: 'failed', output: 'broken off' })
  })

  it('says how a node was described that need not be in the inventory', () => {
    const described = { name: 'ubuntu', host: '10.0.0.1' }
    const { output } = auditOfTest({ node, described, ended: [step('reading')] })
    expect(output).toBe('described as {"name":"ubuntu","host":"10.0.0.1"}\nreading: fine')
  })
})
