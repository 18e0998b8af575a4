import type { ParseIssue } from '@/lib/model/reading'

const lines = (text: string): string[] => text.split('\n').map(line => line.replace(/\r$/, ''))

/**
 * The lines of `bridge fdb show` that its rows were read from, in their order: a row is one line. Where the count
 * doesn't fit, which line told which row can't be said: then none is given.
 */
export const printedFdbLines = (text: string, issues: readonly ParseIssue[], rows: number): (string | null)[] => {
  const unread = new Set(issues.map(({ line }) => line))
  const read = lines(text).filter((line, index) => line.trim() !== '' && !unread.has(index + 1))
  return read.length === rows ? read.map(line => line.trimEnd()) : new Array<null>(rows).fill(null)
}

const HEADER = /^(\d+): /
const DETAIL = /^ {4}(vxlan .*)$/

/**
 * By ifindex, the line of `ip -d link show` that tells most of a device: its `vxlan …` line, else its header.
 * Only for ifindexes that the reader found: an alias may forge headers, and the first one of an index counts.
 */
export const printedLinkLines = (text: string): Map<number, string> => {
  const found = new Map<number, string>()
  let current: number | null = null
  for (const line of lines(text)) {
    const header = HEADER.exec(line)?.[1]
    if (header) {
      current = found.has(Number(header)) ? null : Number(header)
      if (current !== null) found.set(current, line.trimEnd())
    }
    const detail = DETAIL.exec(line)?.[1]
    if (detail && current !== null) found.set(current, detail.trimEnd())
  }
  return found
}
