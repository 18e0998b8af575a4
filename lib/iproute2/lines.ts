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
  const words: string[] = []
  let start = -1
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 32
    const blank = code === 32 || code === 9
    if (blank && start >= 0) {
      words.push(text.slice(start, at))
      start = -1
    } else if (!blank && start < 0) start = at
  }
  return words
}

/** True for a line of nothing but blanks. */
export const isBlank = (text: string): boolean => /^[ \t]*$/.test(text)

/** A decimal number of the words, or `undefined`. */
export const decimal = (word: string | undefined): number | undefined =>
  word !== undefined && /^-?\d{1,20}$/.test(word) ? Number(word) : undefined
