import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildScript, commandLine, parseAnswers, type Query } from './script'

const query = (id: string, ...argv: string[]): Query => ({ id, argv })
const run = (queries: Query[]) => spawnSync('/bin/sh', ['-s'], { input: buildScript(queries), encoding: 'utf8' }).stdout

describe('script', () => {
  it('gives each command its own output, status and stderr through a real shell', () => {
    const queries = [
      query('a', 'printf', 'one\n\n'),
      query('b', 'ls', '/no such folder'),
      query('c', 'no-such-command-here'),
      query('d', 'cat'),
    ]
    const answers = parseAnswers(queries, run(queries))
    if (!answers.ok) throw new Error('not framed')
    expect(answers.value.map(answer => [answer.status, answer.stdout])).toEqual([
      [0, 'one\n\n'],
      [2, ''],
      [127, ''],
      [0, ''],
    ])
    expect(answers.value[1]?.stderr).toContain('/no such folder')
  })

  it('passes any argument through the shell unharmed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), text => {
        const argument = text.replaceAll('\0', '')
        const queries = [query('a', 'printf', '%s', argument)]
        const answers = parseAnswers(queries, run(queries))
        expect(answers.ok && answers.value[0]?.stdout).toBe(argument)
      }),
      { seed: 42, numRuns: 60 },
    )
  })

  it('says how many answers came whole when the output is cut', () => {
    const queries = [query('a', 'printf', 'x'), query('b', 'printf', 'yy')]
    expect(parseAnswers(queries, 'x\x000\0\0y')).toEqual({ ok: false, error: { answered: 1 } })
    expect(parseAnswers(queries, 'garbage')).toEqual({ ok: false, error: { answered: 0 } })
  })

  it('shows a command as one would type it', () => {
    expect(commandLine(['ip', '-d', 'link', 'show', 'dev', "it's"])).toBe(`ip -d link show dev 'it'\\''s'`)
  })
})
