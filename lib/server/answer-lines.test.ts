import { describe, expect, it } from 'vitest'
import { answerLines, stopWith } from './answer-lines'

/** Values without end, and whether what makes them has ended. */
const endless = () => {
  const state = { ended: false }
  const values = (async function* () {
    try {
      for (let value = 0; ; value += 1) yield value
    } finally {
      state.ended = true
    }
  })()
  return { state, values }
}
const turn = () => new Promise(resolve => setImmediate(resolve))

describe('an answer of lines', () => {
  it('is a line of JSON for each value', async () => {
    const values = (async function* () {
      yield { a: 1 }
      yield { b: 2 }
    })()
    const response = answerLines(values, stopWith(new AbortController().signal))
    expect(await response.text()).toBe('{"a":1}\n{"b":2}\n')
  })

  it('ends what makes it when nobody reads on', async () => {
    const { state, values } = endless()
    const stop = stopWith(new AbortController().signal)
    await answerLines(values, stop).body?.cancel()
    expect([state.ended, stop.signal.aborted]).toEqual([true, true])
  })

  it('ends what makes it when the request has ended, though nobody ever reads or cancels it', async () => {
    const { state, values } = endless()
    const request = new AbortController()
    answerLines(values, stopWith(request.signal))
    await turn()
    expect(state.ended).toBe(false)
    request.abort()
    await turn()
    expect(state.ended).toBe(true)
  })

  it('ends what makes it when the request had ended before', async () => {
    const { state, values } = endless()
    answerLines(values, stopWith(AbortSignal.abort()))
    await turn()
    expect(state.ended).toBe(true)
  })
})
