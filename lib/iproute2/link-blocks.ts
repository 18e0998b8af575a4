import type { Line } from './lines'
import { findForged } from './link-forgery'
import { type Header, readHeader } from './link-header'

/** One device's lines: its header, and all up to the next device's. */
export interface Block {
  line: Line
  header: Header
  body: Line[]
  /** Where the alias starts in `body`; what follows it may be part of it. -1 without an alias. */
  alias: number
}

/** Lines in front of the first device belong to none. */
export interface Blocks {
  blocks: Block[]
  stray: Line[]
}

const ALIAS = /^ {4}alias /

const isJoined = (line: Line): boolean => line.text.includes('\\    link/')

/**
 * `ip -o` joins a device's lines by a backslash; each part keeps the number of the line it stands in. The first device
 * tells whether it did: an alias may hold anything, but stands behind.
 */
const unjoin = (lines: readonly Line[]): readonly Line[] => {
  const first = lines.find(line => readHeader(line.text) !== undefined)
  if (first === undefined || !isJoined(first)) return lines
  return lines.flatMap(line => {
    const parts = line.text.split(/\\(?= {4})/)
    return parts.map((text, at) => ({ number: line.number, text, ended: line.ended || at < parts.length - 1 }))
  })
}

/**
 * Parts a text of `ip link` or `ip addr` into devices. An alias is printed raw, newlines included, so it can forge
 * headers; those stay lines of the device whose alias they are.
 */
export const readBlocks = (lines: readonly Line[]): Blocks => {
  const all = unjoin(lines)
  const forged = findForged(all)
  const result: Blocks = { blocks: [], stray: [] }
  all.forEach((line, at) => {
    const header = /^\D/.test(line.text) && !line.text.startsWith('Deleted ') ? undefined : readHeader(line.text)
    const block = result.blocks.at(-1)
    if (header !== undefined && !forged.has(at)) result.blocks.push({ line, header, body: [], alias: -1 })
    else if (block === undefined) result.stray.push(line)
    else {
      if (block.alias === -1 && ALIAS.test(line.text)) block.alias = block.body.length
      block.body.push(line)
    }
  })
  return result
}

/** The lines that are no alias's, so that no user wrote them. */
export const certainLines = (blocks: readonly Block[]): string[] =>
  blocks.flatMap(({ line, body, alias }) => {
    const certain = alias === -1 ? body : body.slice(0, alias)
    return [line.text, ...certain.map(one => one.text)]
  })
