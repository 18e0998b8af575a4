import { describe, expect, it } from 'vitest'
import { createLoginGate } from './login-gate'

/** Lets everything that is ready to run do so. */
const settle = () => new Promise(resolve => setImmediate(resolve))

describe('createLoginGate', () => {
  it('lets so many in and the next one when one leaves, in order', async () => {
    const gate = createLoginGate(2)
    const entered: string[] = []
    const visit = (name: string) =>
      gate.enter().then(leave => {
        entered.push(name)
        return leave
      })
    const visits = ['a', 'b', 'c', 'd'].map(visit)
    await settle()
    expect(entered).toEqual(['a', 'b'])
    const leave = await visits[1]
    leave?.()
    leave?.()
    await settle()
    expect(entered).toEqual(['a', 'b', 'c'])
  })

  it('forgets who gave up waiting', async () => {
    const gate = createLoginGate(1)
    const leave = await gate.enter()
    const controller = new AbortController()
    const impatient = gate.enter(controller.signal)
    const patient = gate.enter()
    controller.abort(new Error('gave up'))
    await expect(impatient).rejects.toThrow('gave up')
    leave()
    await expect(patient).resolves.toBeTypeOf('function')
  })
})
