import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  parseAddrJson,
  parseAddrText,
  parseFdbJson,
  parseFdbText,
  parseLinkJson,
  parseLinkText,
  type Rows,
} from './index'
import { isBlank, splitLines, wordsOf } from './lines'

const ROOT = path.join(import.meta.dirname, 'samples')
const SEED = 20140107
/** 10,000 mutations over all properties; a text reader must answer each in well under this many milliseconds. */
const RUNS = { fdb: 4000, link: 2500, addr: 1500, json: 2000 }
const SLOW = 1000

const sample = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8')
const samples = (wanted: RegExp, size: number): string[] =>
  readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter(file => wanted.test(file))
    .sort()
    .map(file => sample(file).slice(0, size))
    .filter((text, at, all) => all.indexOf(text) === at)

/** Words that the grammars know, names a device may have, and bytes that terminals and parsers stumble over. */
const SPLINTERS = [
  ...['dev', 'dst', 'via', 'self', 'master', 'used', 'permanent', 'vxlan', 'id', 'link/', '{', '}', '<', '>', '@'],
  ...[
    '\n',
    '\r\n',
    '\0',
    '\x1b[31m',
    '\ufffd',
    '\\',
    '"',
    "\\'",
    '\t',
    '    ',
    '99: fakevx: <UP> mtu 1\n',
    '    alias x\n',
  ],
  ...[
    '-1',
    '99999999999999999999',
    '0x',
    '10.0.2.1/33',
    '::',
    '6/6self',
    '__proto__',
    'constructor',
    ',',
    '[',
    ']',
    ':',
  ],
]

const splinter = fc.oneof(fc.constantFrom(...SPLINTERS), fc.string({ unit: 'binary', maxLength: 12 }))
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), drop: fc.nat(40), put: splinter })
const cut = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 4 })

const mutated = (texts: readonly string[]) =>
  fc
    .record({ text: fc.constantFrom(...texts), edits: fc.array(edit, { minLength: 1, maxLength: 6 }), cut })
    .map(one => {
      const edited = one.edits.reduce((text, { at, drop, put }) => {
        const position = Math.floor(at * text.length)
        return text.slice(0, position) + put + text.slice(position + drop)
      }, one.text)
      return one.cut === null ? edited : edited.slice(0, Math.floor(one.cut * edited.length))
    })

const options = (numRuns: number) => ({ seed: SEED, numRuns, endOnFailure: true })

const timed = <Row>(read: () => Rows<Row>): Rows<Row> => {
  const start = performance.now()
  const result = read()
  expect(performance.now() - start).toBeLessThan(SLOW)
  return result
}

describe('a mutated real output', () => {
  it('of bridge fdb: every line is a row or an issue', () => {
    const texts = samples(/fdb[^/]*\.txt$/, 6000)
    fc.assert(
      fc.property(mutated(texts), text => {
        const { rows, issues } = timed(() => parseFdbText(text))
        const printed = splitLines(text).filter(line => !isBlank(line.text))
        expect(rows.length + issues.length).toBe(printed.length)
        expect(issues.every(issue => issue.text.length <= 200)).toBe(true)
      }),
      options(RUNS.fdb),
    )
  })

  /** Each word of each line must have gone into the row of the device above it, or the line is an issue. */
  const accountsForDevices = (read: (text: string) => Rows<{ ifindex: number }>, text: string) => {
    const { rows, issues } = timed(() => read(text))
    const issued = new Set(issues.map(issue => issue.line))
    const lines = splitLines(text)
    const headers = lines.filter(line => /^\d+: [^ \t:]+: <[^>]*> ?/.test(line.text) && !issued.has(line.number))
    expect(rows.length).toBeGreaterThanOrEqual(headers.length - countJoined(lines.map(line => line.text)))
    const first = lines.find(line => !isBlank(line.text))
    if (rows.length === 0 && first !== undefined) expect(issued.size).toBeGreaterThan(0)
    for (const line of lines)
      if (/^[^\d\s]/.test(line.text) && !line.text.startsWith('Deleted ') && wordsOf(line.text).length > 0)
        expect(issued.has(line.number) || isInAlias(rows, line.text)).toBe(true)
  }

  /** A header inside another line's `\` join is no line of its own. */
  const countJoined = (lines: readonly string[]): number => lines.filter(line => line.includes('\\    ')).length

  const isInAlias = (rows: readonly object[], text: string): boolean =>
    rows.some(row => 'ifalias' in row && String(row.ifalias).includes(text))

  it('of ip link: every header is a device or an issue, every stray line an issue', () => {
    const texts = samples(/link[^/]*\.txt$/, 5000)
    fc.assert(
      fc.property(mutated(texts), text => accountsForDevices(parseLinkText, text)),
      options(RUNS.link),
    )
  })

  it('of ip addr: every header is a device or an issue, every stray line an issue', () => {
    const texts = samples(/d-addr-show\.txt$/, 5000)
    fc.assert(
      fc.property(mutated(texts), text => accountsForDevices(parseAddrText, text)),
      options(RUNS.addr),
    )
  })

  it('of JSON: something not blank gives a row or an issue', () => {
    const texts = samples(/\.(?:link|fdb)\.json$|j-addr-show\.json$/, 4000)
    fc.assert(
      fc.property(mutated(texts), fc.constantFrom(parseLinkJson, parseFdbJson, parseAddrJson), (text, read) => {
        const { rows, issues } = timed<object>(() => read(text))
        const isEmpty = /^\s*(?:\[?\s*(?:(?:\{\s*\}|\[\s*\])\s*,?\s*)*\]?)?\s*$/.test(text)
        expect(isEmpty || rows.length + issues.length > 0).toBe(true)
      }),
      options(RUNS.json),
    )
  })
})
