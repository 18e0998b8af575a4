import { describe, expect, it } from 'vitest'
import type { Box } from './edge-path'
import { nearestIn } from './nearest'

const at = (x: number, y: number): Box => ({ x, y, width: 100, height: 40 })
const boxes = new Map([
  ['a', at(0, 0)],
  ['b', at(300, 10)],
  ['c', at(200, 200)],
  ['d', at(0, 200)],
])

describe('nearestIn', () => {
  it.each([
    ['a', 'right', 'b'],
    ['a', 'down', 'd'],
    ['d', 'right', 'c'],
    ['c', 'up', 'b'],
    ['a', 'left', null],
    ['gone', 'left', null],
  ] as const)('from %s %s leads to %s', (from, direction, to) => {
    expect(nearestIn(boxes, from, direction)).toBe(to)
  })
})
