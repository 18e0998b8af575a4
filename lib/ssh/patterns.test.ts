import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesPattern, matchesPatternList } from './patterns'

describe('matchesPattern', () => {
  it.each([
    ['*', '', true],
    ['?', '', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*.example.org', 'a.b.example.org', true],
    ['*.example.org', 'example.org', false],
    ['10.0.0.*', '10.0.0.254', true],
    ['a.c', 'abc', false],
    ['[10.0.0.1]:22*', '[10.0.0.1]:2201', true],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected)
  })

  it('agrees with the same pattern as a regular expression', () => {
    const piece = fc.constantFrom('a', 'b', '*', '?')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.stringMatching(/^[ab]{0,8}$/), (pieces, text) => {
        const regex = new RegExp(`^${pieces.join('').replaceAll('?', '.').replaceAll('*', '.*')}$`)
        expect(matchesPattern(pieces.join(''), text)).toBe(regex.test(text))
      }),
      { seed: 7, numRuns: 500 },
    )
  })

  it('stays quick on a pattern made to be slow', () => {
    expect(matchesPattern(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false)
  })
})

describe('matchesPatternList', () => {
  it('is ruled out by a negated pattern wherever it stands', () => {
    expect(matchesPatternList(['*.dc1', '!gw.dc1'], 'gw.dc1')).toBe(false)
    expect(matchesPatternList(['!gw.dc1', '*.dc1'], 'leaf.dc1')).toBe(true)
  })

  it('matches nothing by negations alone', () => {
    expect(matchesPatternList(['!a'], 'b')).toBe(false)
  })

  it('ignores case', () => {
    expect(matchesPatternList(['Leaf7'], 'LEAF7')).toBe(true)
  })
})
