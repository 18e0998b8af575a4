import { expect, it } from 'vitest'
import { whyNotIn } from './not-in-vni'

const error = { code: 'unreachable', message: 'connect ECONNREFUSED', hint: '' } as const
const nodes = [
  { name: 'r1', state: 'live', error: null },
  { name: 'r2', state: 'unknown', error: null },
  { name: 'r3', state: 'unknown', error },
] as const

it.each([
  ['r1', 'r1 has no VNI 7.'],
  ['r2', 'r2 has not been read yet.'],
  ['r3', 'r3 could not be read: connect ECONNREFUSED.'],
  ['r4', 'The inventory has no node r4.'],
])('says of %s: %s', (name, why) => {
  expect(whyNotIn(nodes, name, 7)).toBe(why)
})
