import { describe, expect, it } from 'vitest'
import { createPace } from './pace'

const clock = () => {
  let at = 0
  return { now: () => at, pass: (ms: number) => (at += ms) }
}

describe('createPace', () => {
  it('does less after what took long, and more after what was quick', () => {
    const { now, pass } = clock()
    const pace = createPace(now)
    const first = pace.size
    pace.run(() => pass(20))
    expect(pace.size).toBeLessThan(first)
    const second = pace.size
    pace.run(() => pass(1))
    expect(pace.size).toBeGreaterThan(second)
  })

  it('does more where the piece itself is what costs', () => {
    const { now, pass } = clock()
    const pace = createPace(now)
    for (let piece = 0; piece < 3; piece++) pace.run(() => pass(300))
    const least = pace.size
    for (let piece = 0; piece < 3; piece++) pace.run(() => pass(300))
    expect(pace.size).toBe(8 * least)
  })

  it('does not do more and more where the row is what costs', () => {
    const { now, pass } = clock()
    const pace = createPace(now)
    for (let piece = 0; piece < 50; piece++) pace.run(() => pass(pace.size / 2))
    expect(pace.size).toBeLessThan(10_000)
  })
})
