import { expect, it } from 'vitest'
import { LINES_SHOWN, shownLines } from './raw-lines'

it('keeps text line by line, as it came', () => {
  expect(shownLines('a\n  b\n', 'text')).toEqual({ lines: ['a', '  b'], cut: 0 })
})

it('sets JSON in lines', () => {
  expect(shownLines('[{"a":1}]', 'json').lines).toEqual(['[', '  {', '    "a": 1', '  }', ']'])
})

it('shows broken JSON as it came', () => {
  expect(shownLines('[{"a":', 'json').lines).toEqual(['[{"a":'])
})

it('says how many lines it leaves out', () => {
  expect(shownLines('x\n'.repeat(LINES_SHOWN + 5), 'text').cut).toBe(5)
})
