import { describe, expect, it } from 'vitest'
import { standingOf } from './revision'

describe('standingOf', () => {
  it.each([
    ['a-5', 'a-5', 'a-6', 'next'],
    ['a-6', 'a-5', 'a-6', 'known'],
    ['a-9', 'a-5', 'a-6', 'known'],
    ['a-4', 'a-5', 'a-6', 'gap'],
    ['a-7', 'a-5', 'a-9', 'next'],
    ['b-5', 'a-5', 'a-6', 'gap'],
    ['a-5', null, 'a-6', 'next'],
    ['a-4', null, 'a-6', 'gap'],
    ['a-5', 'b-5', 'a-6', 'gap'],
    ['odd', 'odd', 'odder', 'next'],
    ['odd', 'other', 'odder', 'gap'],
  ] as const)('a state at %s takes a change from %s to %s as %s', (own, after, revision, standing) => {
    expect(standingOf(own, after, revision)).toBe(standing)
  })
})
