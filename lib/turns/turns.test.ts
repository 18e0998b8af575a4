import { describe, expect, it } from 'vitest'
import { createTurns } from './turns'

describe('createTurns', () => {
  it('gives one turn at a time, first come first served, with the event loop in between', async () => {
    const nextTurn = createTurns()
    const seen: string[] = []
    const work = async (name: string): Promise<void> => {
      await nextTurn()
      seen.push(name)
      setImmediate(() => seen.push(`after ${name}`))
    }
    await Promise.all([work('a'), work('b'), work('c')])
    await new Promise(resolve => setImmediate(resolve))
    expect(seen.filter(name => !name.startsWith('after'))).toEqual(['a', 'b', 'c'])
    expect(seen.indexOf('after a')).toBeLessThan(seen.indexOf('c'))
  })
})
