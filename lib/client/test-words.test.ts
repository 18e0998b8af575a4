import { describe, expect, it } from 'vitest'
import type { TestStep } from '@/lib/model/nodes-api'
import { hostKeyFile, showSteps } from './test-words'
import { withStep } from './use-connection-test'

const step = (given: Partial<TestStep>): TestStep => ({
  ...{ step: 'reach', host: 'leaf1', jump: false, status: 'ok', ms: 12, detail: 'answers', key: null, error: null },
  ...given,
})

describe('showSteps', () => {
  it('has all steps from the start', () => {
    expect(showSteps([]).map(({ title, state }) => `${title} ${state}`)).toEqual([
      'Reached waiting',
      'Host key waiting',
      'Login waiting',
      'Commands found waiting',
      'Reading waiting',
    ])
  })

  it('puts jump hosts first, and says what was not tried after a failure', () => {
    const steps = [
      step({ host: 'bastion', jump: true }),
      step({}),
      step({ step: 'hostKey', status: 'failed', ms: 1234 }),
    ]
    expect(showSteps(steps).map(({ title, words, time }) => [title, words, time])).toEqual([
      ['Jump host bastion: reached', 'answers', '12 ms'],
      ['Reached', 'answers', '12 ms'],
      ['Host key', 'answers', '1.2 s'],
      ['Login', 'not tried', null],
      ['Commands found', 'not tried', null],
      ['Reading', 'not tried', null],
    ])
  })
})

describe('withStep', () => {
  it('ends the step that was begun, and keeps those of other hosts', () => {
    const begun = [step({ host: 'bastion', jump: true }), step({ status: 'running' })]
    expect(withStep(begun, step({})).map(({ host, status }) => `${host} ${status}`)).toEqual(['bastion ok', 'leaf1 ok'])
    expect(withStep(begun, step({ step: 'hostKey' }))).toHaveLength(3)
  })
})

describe('hostKeyFile', () => {
  it.each([
    ['ssh-ed25519', 'ed25519'],
    ['ecdsa-sha2-nistp256', 'ecdsa'],
    ['ssh-rsa', 'rsa'],
  ])('%s', (algorithm, kind) => expect(hostKeyFile(algorithm)).toBe(`/etc/ssh/ssh_host_${kind}_key.pub`))
})
