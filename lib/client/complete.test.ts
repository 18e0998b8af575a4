import { describe, expect, it } from 'vitest'
import { complete, completions, wordAt } from './complete'
import { seedOverlay } from './testing'

const words = (typed: string) => completions(typed, seedOverlay()).map(({ word }) => word)

describe('completions', () => {
  it.each([
    ['no', ['node:']],
    ['d', ['dst:', 'dev:']],
    ['node:', ['node:ubuntu', 'node:vyos01', 'node:vyos02']],
    ['node:02', ['node:vyos02']],
    ['NODE:VY', ['node:vyos01', 'node:vyos02']],
    ['vni:', ['vni:42']],
    ['vni:42', []],
    ['kind:l', ['kind:learned', 'kind:flood']],
    ['dev:', ['dev:vxlan0']],
    ['noed:', []],
    ['86:24', []],
  ])('of %j are %j', (typed, expected) => expect(words(typed)).toEqual(expected))

  it('of nothing are all keys', () => expect(words('')).toContain('vni:'))
})

describe('complete', () => {
  const pick = (text: string, caret: number, word: string, whole: boolean) =>
    complete(text, wordAt(text, caret), { word, whole, means: '' })

  it('puts a key where the word was, and the caret behind its colon', () => {
    expect(pick('vni:42 no 86:24', 9, 'node:', false)).toEqual({ text: 'vni:42 node: 86:24', caret: 12 })
  })

  it('leaves a blank behind a whole word', () => {
    expect(pick('node:vy', 7, 'node:vyos01', true)).toEqual({ text: 'node:vyos01 ', caret: 12 })
  })
})
