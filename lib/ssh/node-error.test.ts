import { describe, expect, it } from 'vitest'
import { quoteServer } from './node-error'

describe('quoteServer', () => {
  it.each([
    ['two\r\nlines\u001b[31m', 'two lines [31m'],
    ['moc.elpmaxe\u202eevil', 'moc.elpmaxe evil'],
    ['Channel open failure: ', 'Channel open failure'],
  ])('makes one plain line of %j', (text, line) => expect(quoteServer(text)).toBe(line))

  it('is bounded', () => expect(quoteServer('x'.repeat(300), 10)).toBe(`${'x'.repeat(10)}…`))
})
