import { describe, expect, it } from 'vitest'
import { takeTurns } from './take-turns'

const busy = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end; );
}

const work = function* (steps: number) {
  for (let step = 0; step < steps; step++) {
    busy(3)
    yield
  }
  return steps
}

describe('takeTurns', () => {
  it('gives what the work comes to', async () => {
    expect(await takeTurns(work(3))).toBe(3)
  })

  it('lets others have a turn before it is done', async () => {
    let turns = 0
    const other = setInterval(() => {
      turns += 1
    }, 0)
    await takeTurns(work(20))
    clearInterval(other)
    expect(turns).toBeGreaterThan(1)
  })
})
