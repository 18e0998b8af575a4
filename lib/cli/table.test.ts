import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Column, renderTable, textWidth } from './table'

interface Row {
  name: string
  macs: number | null
}

const COLUMNS: Column<Row>[] = [
  { title: 'NAME', value: row => row.name },
  { title: 'MACS', value: row => row.macs, align: 'right' },
]
const render = (rows: Row[], width: number | null = null, bold = false) => renderTable(rows, COLUMNS, { width, bold })

describe('renderTable', () => {
  it('aligns columns under their titles, numbers to the right', () => {
    expect(
      render([
        { name: 'vyos01', macs: 7 },
        { name: 'a', macs: 12345 },
      ]),
    ).toBe('NAME     MACS\nvyos01      7\na       12345\n')
  })

  it('shows a dash for what is not known', () => {
    expect(render([{ name: '', macs: null }])).toBe('NAME  MACS\n–        –\n')
  })

  it('lets no control character of a node through', () => {
    const text = render([{ name: '\x1b]0;owned\x07\u202e\u009b31m\r\n', macs: 1 }])
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{C}/u)
    expect(text).toContain('\\x1b]0;owned\\x07\\u{202e}\\x9b31m\\x0d\\x0a')
  })

  it('cuts the widest column where the terminal is narrow', () => {
    expect(render([{ name: 'a-device-with-a-long-name', macs: 1 }], 20)).toBe(
      'NAME            MACS\na-device-with…     1\n',
    )
  })

  it('counts wide letters as the terminal does', () => {
    expect(textWidth('節点')).toBe(4)
    expect(textWidth('e\u0301')).toBe(1)
    expect(
      render([
        { name: '節点', macs: 1 },
        { name: 'abcd', macs: 2 },
      ]),
    ).toBe('NAME  MACS\n節点     1\nabcd     2\n')
  })

  it('draws titles bold where that is wanted', () => {
    expect(render([], null, true)).toBe('\x1b[1mNAME  MACS\x1b[22m\n')
  })

  it('keeps each row on one line, of one width', () => {
    const row = fc.record({ name: fc.string({ unit: 'grapheme' }), macs: fc.option(fc.nat()) })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), fc.integer({ min: 20, max: 60 }), (rows, width) => {
        const lines = render(rows, width).split('\n').slice(0, -1)
        expect(lines).toHaveLength(rows.length + 1)
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width)
      }),
      { numRuns: 300, seed: 20260102 },
    )
  })
})
