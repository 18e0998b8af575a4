import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createProgressReader, parseProgress } from './protocol'

const NONCE = 'abcdefabcdef0123'
const SAID = [
  ...['', `@${NONCE} armed`, '', `@${NONCE} begin 1`, 'one', '', 'two', '', `@${NONCE} end 1 0`, 'between'],
  ...['', `@${NONCE} begin 2`, '@nonce end 2 0', '', `@${NONCE} end 2 1`, '', `@${NONCE} failed 2 1`, 'half a li'],
].join('\n')

describe('what a script says', () => {
  it('is read step by step, with what each printed', () => {
    expect(parseProgress(NONCE, SAID)).toEqual({
      steps: [
        { step: 1, status: 0, output: 'one\n\ntwo\n' },
        { step: 2, status: 1, output: '@nonce end 2 0\n' },
      ],
      ...{ undo: [], state: 'failed', failure: { at: '2', status: 1 }, done: false },
    })
  })

  it('is the same however it comes in pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(SAID.length)), cuts => {
        const reader = createProgressReader(NONCE)
        const ends = [...new Set([...cuts, SAID.length])].sort((a, b) => a - b)
        for (const [index, end] of ends.entries()) reader.push(SAID.slice(ends[index - 1] ?? 0, end))
        expect(reader.progress).toEqual(parseProgress(NONCE, SAID))
      }),
    )
  })

  it('is told to be new where a line has ended', () => {
    const { push } = createProgressReader(NONCE)
    expect(['@', `${NONCE} arm`, 'ed\n', 'more'].map(push)).toEqual([false, false, true, false])
  })

  it('is kept in part where a line has no end', () => {
    const { push, progress } = createProgressReader(NONCE)
    push(`@${NONCE} begin 1\n`)
    for (let each = 0; each < 1000; each += 1) push('x'.repeat(1000))
    push('\n')
    expect(progress.steps).toEqual([{ step: 1, status: null, output: `${'x'.repeat(1000)}\n` }])
  })
})
