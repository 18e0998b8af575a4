/** A part of the input that no reader understood. `line` counts from 1; `text` is at most 200 characters. */
export interface Issue {
  line: number
  text: string
}

/** What a reader gives: the rows it could read, and all that it could not. */
export interface Rows<Row> {
  rows: Row[]
  issues: Issue[]
}

/** One line of printed text. `ended` is false for a last line without its newline: it may have been cut. */
export interface Line {
  number: number
  text: string
  ended: boolean
}

const ISSUE_LENGTH = 200

/** An issue with its text bounded. */
export const issue = (line: number, text: string): Issue => ({
  line,
  text: text.length > ISSUE_LENGTH ? `${text.slice(0, ISSUE_LENGTH - 1)}…` : text,
})

/** Splits at newlines; a carriage return before one is no part of the line. */
export const splitLines = (text: string): Line[] => {
  const lines: Line[] = []
  let start = 0
  for (let number = 1; start < text.length; number++) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    const last = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end
    lines.push({ number, text: text.slice(start, last), ended: newline !== -1 })
    start = end + 1
  }
  return lines
}

/**
 * The words of a line. Only blank and tab part them: a device may be called anything else, so Unicode's other
 * blanks belong to the word.
 */
export const wordsOf = (text: string): string[] => {
  let start = 0
  while (text.charCodeAt(start) === 32) start += 1
  const end = text.endsWith(' ') ? text.length - 1 : text.length
  if (end <= start) return []
  const plain = text.includes('\t') ? text.replaceAll('\t', ' ') : text
  const words = plain.slice(start, end).split(' ')
  return plain.includes('  ', start) || plain !== text ? words.filter(word => word !== '') : words
}

/** True for a line of nothing but blanks. */
export const isBlank = (text: string): boolean => /^[ \t]*$/.test(text)

/** The number that a word of at most 15 digits spells, or -1: the common case, without a pattern. */
const digits = (word: string): number => {
  const { length } = word
  if (length === 0 || length > 15) return -1
  let value = 0
  for (let at = 0; at < length; at++) {
    const digit = word.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

/** A decimal number of the words, or `undefined`. */
export const decimal = (word: string | undefined): number | undefined => {
  if (word === undefined) return undefined
  const value = digits(word)
  if (value >= 0) return value
  return /^-?\d{1,20}$/.test(word) ? Number(word) : undefined
}

/** As `decimal`, and with a fraction: `299.16`. */
export const fractional = (word: string | undefined): number | undefined =>
  decimal(word) ?? (word !== undefined && /^-?\d{1,15}\.\d{1,9}$/.test(word) ? Number(word) : undefined)
