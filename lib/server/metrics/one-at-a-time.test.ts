import { expect, it } from 'vitest'
import { oneAtATime } from './one-at-a-time'

it('goes on after work that failed, for who waited and for who comes later', async () => {
  const make = oneAtATime(async (given: number) => {
    await Promise.resolve()
    if (given === 1) throw new Error('no')
    return given
  })
  const [first, second] = [make(1), make(2)]
  await expect(first).rejects.toThrow('no')
  expect(await second).toBe(2)
  expect(await make(3)).toBe(3)
})
