import { describe, expect, it } from 'vitest'
import { inCircles, jumpHosts } from './jumps'

it('jumpHosts leaves out users, ports and the scheme', () => {
  expect(jumpHosts('a, ops@b:22,ssh://c/')).toEqual(['a', 'b', 'c'])
})

describe('inCircles', () => {
  const circles = (ways: Record<string, string[]>) => [...inCircles(new Map(Object.entries(ways)))].sort()

  it('finds a node that jumps over itself', () => {
    expect(circles({ a: ['a'], b: [] })).toEqual(['a'])
  })

  it('finds a circle of three, and neither what leads into it nor what it leads to', () => {
    expect(circles({ a: ['b'], b: ['c', 'd'], c: ['a'], d: [], e: ['a'] })).toEqual(['a', 'b', 'c'])
  })

  it('finds none in ways that meet again', () => {
    expect(circles({ a: ['b', 'c'], b: ['d'], c: ['d', 'elsewhere'], d: [] })).toEqual([])
  })
})
