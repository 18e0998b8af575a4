import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_INVENTORY_BYTES, parseInventory } from './parse-inventory'

const problems = (text: string) => {
  const result = parseInventory(text, 'vxscope.yaml')
  return result.ok ? [] : result.error
}
const messages = (text: string) => problems(text).map(({ message }) => message)

describe('a password in the file', () => {
  it.each([
    'nodes:\n  - { name: a, password: hunter2 }',
    'nodes:\n  - { name: a, password:hunter2 }',
    'nodes:\n  - { name: a, Password: "hunter2" }',
    'nodes:\n  - name: a\n    sshpass: hunter2',
    'defaults:\n  passwd: hunter2',
    'password: [hunter2]',
    'nodes:\n  - { name: a, passwordEnv: "hunter2!" }',
    'nodes:\n  - { name: a, passwordFile: [hunter2] }',
    'nodes:\n  - name: a\n    host: password hunter2',
    'nodes:\n  - name: a\n   password: hunter2',
    'nodes:\n  - name: a\n    user: ops password: hunter2',
    'nodes:\n  - name: a\n    password: "hunter2',
    'nodes:\n  - name: a\n    password: hunter2: x',
    'nodes:\n  - name: a\n    password: !hunter2',
    'nodes:\n  - name: a\n    password: *hunter2',
    'nodes:\n  - name: a\n    password: "\\hunter2"',
    '%hunter2\n---\npassword: hunter2',
    'nodes: []\n] password: hunter2',
  ])('is refused and not repeated: %j', text => {
    const found = problems(text)
    expect(found).not.toEqual([])
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })

  it('is told where it may come from instead', () => {
    const [problem] = problems('nodes:\n  - { name: a, password: hunter2 }')
    expect(problem?.message).toBe(
      'vxscope.yaml:2:16: nodes[0]: a password is refused here; expected passwordEnv or passwordFile',
    )
    expect(problem?.hint).toContain('passwordFile: ~/')
  })
})

describe('hostile text', () => {
  it('a bomb of aliases is refused', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`,
    )
    expect(messages(`l0: &l0 [x]\n${levels.join('\n')}\nnodes: *l12\n`).join('\n')).toContain(
      'aliases stand for more than 100000 values',
    )
  })

  it('a file over 4 MiB is refused', () => {
    expect(messages('#'.repeat(MAX_INVENTORY_BYTES + 1))).toEqual(['vxscope.yaml: the file is larger than 4 MiB'])
  })

  it('brackets without end are refused', () => {
    for (const text of ['['.repeat(20_000), '{a: '.repeat(20_000), '- '.repeat(20_000)])
      expect(problems(text)).not.toEqual([])
  })

  it('many mistakes are listed up to 50, and how many more there are', () => {
    const nodes = Array.from({ length: 80 }, () => '  - { name: a b }\n').join('')
    const found = messages(`nodes:\n${nodes}`)
    expect(found).toHaveLength(51)
    expect(found.at(-1)).toBe('vxscope.yaml: 109 further problems are not listed')
  })

  it('20,000 keys in one mapping are not compared each with each', () => {
    const text = Array.from({ length: 20_000 }, (_, key) => `k${key}: 1\n`).join('')
    expect(problems(text)).toHaveLength(51)
  })

  it('whatever the text: no throw, and each problem lies in the file', () => {
    const piece = fc.constantFrom(
      ...'nodes:|- |name: a|{|}|[|]|,|: |\n|  |\t|"|\'|&a |*a|<<: *a|!x|? |#|---\n|port: 22|%|\\|\u{0}|é|password: x|>|null'.split(
        '|',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const text = pieces.join('')
        const lines = text.split(/\r?\n/).length
        for (const { line, column } of problems(text)) {
          if (line === null || column === null) continue
          expect(line).toBeLessThanOrEqual(lines)
          expect(column).toBeGreaterThan(0)
        }
      }),
      { numRuns: 1000, seed: 20260101 },
    )
  })
})
