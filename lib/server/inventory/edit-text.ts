import { Document, isMap, isPair, isScalar, isSeq, parseDocument, type YAMLSeq } from 'yaml'
import type { InventoryNode } from '@/lib/model/inventory'
import { YAML_OPTIONS } from './yaml-tree'

const LIKE_OURS = { lineWidth: 0, flowCollectionPadding: true } as const

const HEADING = '# The nodes that vxscope reads over SSH. The file is read again when it changes.\n'

/** `{ name: leaf1, host: 10.0.0.1 }` */
const asFlow = (node: InventoryNode): string => {
  const document = new Document(node)
  if (isMap(document.contents)) document.contents.flow = true
  return document.toString(LIKE_OURS).trimEnd()
}

/** A key a line; tags stay on one. The lines of one item, without the dash. */
const asBlock = (node: InventoryNode): string[] => {
  const document = new Document(node)
  const tags = document.get('tags', true)
  if (isSeq(tags)) tags.flow = true
  return document.toString(LIKE_OURS).trimEnd().split('\n')
}

const asItem = (node: InventoryNode, indent: number, flow: boolean): string => {
  const pad = ' '.repeat(indent)
  if (flow) return `${pad}- ${asFlow(node)}\n`
  return asBlock(node)
    .map((line, index) => `${pad}${index === 0 ? '- ' : '  '}${line}\n`)
    .join('')
}

interface Nodes {
  /** What stands after `nodes:`; `null` where nothing does. */
  value: unknown
  /** Where the key begins, and where it and its colon end; `null` where there is no such key. */
  key: { start: number; end: number } | null
}

/** What the package's ranges say of a thing: where it begins, where its value ends, where its comment does. */
const rangeOf = (thing: unknown): [number, number, number] | null => {
  const range: unknown = typeof thing === 'object' && thing !== null && 'range' in thing ? thing.range : null
  if (!Array.isArray(range)) return null
  const [start, end, all]: unknown[] = range
  return typeof start === 'number' && typeof end === 'number' && typeof all === 'number' ? [start, end, all] : null
}

const findNodes = (text: string): Nodes | null => {
  const { contents: map } = parseDocument(text, YAML_OPTIONS)
  if (!isMap(map) || map.flow) return null
  const pair = map.items.find(item => isPair(item) && isScalar(item.key) && item.key.value === 'nodes')
  if (!pair) return { value: null, key: null }
  const range = rangeOf(pair.key)
  const colon = range === null ? -1 : text.indexOf(':', range[1])
  return range === null || colon < 0 ? null : { value: pair.value, key: { start: range[0], end: colon + 1 } }
}

const lineEnd = (text: string, from: number): number => {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end + 1
}

const lineStart = (text: string, from: number): number => text.lastIndexOf('\n', from - 1) + 1

/** Puts lines in at a place, with the file's own line ends, and one before them where the last line has none. */
const insertAt = (text: string, at: number, lines: string): string => {
  const before = text.slice(0, at)
  const joint = before === '' || before.endsWith('\n') ? '' : '\n'
  const added = text.includes('\r\n') ? `${joint}${lines}`.replaceAll('\n', '\r\n') : `${joint}${lines}`
  return before + added + text.slice(at)
}

interface Item {
  /** The line its dash stands in. */
  start: number
  /** The line after its last. */
  end: number
  indent: number
  flow: boolean
}

/** The items of a block sequence, each on lines of its own; `null` for any other. */
const itemsOf = (text: string, sequence: YAMLSeq): Item[] | null => {
  if (sequence.flow) return null
  const items = sequence.items.map((item): Item | null => {
    const range = rangeOf(item)
    if (range === null) return null
    const start = lineStart(text, range[0])
    const dash = /^( *)-[ \t]+(?:&\S+[ \t]+)?$/.exec(text.slice(start, range[0]))
    if (dash === null) return null
    // A block mapping's value ends with its last line, a flow one's within it.
    const end = text[range[1] - 1] === '\n' ? range[1] : lineEnd(text, range[1])
    return { start, end, indent: dash[1]?.length ?? 0, flow: isMap(item) && item.flow === true }
  })
  return items.every(item => item !== null) ? items : null
}

/**
 * The text with nodes added after the last one, written in its manner, and nothing else touched; `null` where the file is
 * built in a way that this doesn't see through.
 */
export const insertNodes = (text: string, added: readonly InventoryNode[]): string | null => {
  const render = (indent: number, flow: boolean) => added.map(node => asItem(node, indent, flow)).join('')
  const bare = text.replace(/^\u{feff}/u, '')
  // Nothing but comments, or nothing at all.
  if (bare.split('\n').every(line => /^\s*(#|$)/.test(line)))
    return insertAt(text, text.length, `${bare === '' ? HEADING : ''}nodes:\n${render(2, false)}`)
  const found = findNodes(text)
  if (found === null) return null
  if (found.key === null) return insertAt(text, text.length, `nodes:\n${render(2, false)}`)
  const { value, key } = found
  if (isSeq(value)) {
    const items = itemsOf(text, value)
    const last = items?.at(-1)
    if (last) return insertAt(text, last.end, render(last.indent, last.flow))
    const range = rangeOf(value)
    // `nodes: []`, with what follows on its line.
    if (value.items.length > 0 || range === null || !/^\s*$/.test(text.slice(key.end, range[0]))) return null
    const emptied = text.slice(0, key.end) + text.slice(range[1])
    return insertAt(emptied, lineEnd(emptied, key.end), render(2, false))
  }
  const isEmpty = value === null || (isScalar(value) && value.value === null && value.source === '')
  return isEmpty ? insertAt(text, lineEnd(text, key.end), render(2, false)) : null
}

/** The text without the item at `index`: its lines are gone, comments above it stay. `null` as for `insertNodes`. */
export const dropNode = (text: string, index: number): string | null => {
  const found = findNodes(text)
  if (!found?.key || !isSeq(found.value)) return null
  const items = itemsOf(text, found.value)
  const item = items?.[index]
  if (!items || !item) return null
  const without = text.slice(0, item.start) + text.slice(item.end)
  return items.length > 1 ? without : `${without.slice(0, found.key.end)} []${without.slice(found.key.end)}`
}

/** The same by the package's own writer, for files built in any other way: comments and order stay, spacing may not. */
export const rewriteNodes = (text: string, change: (nodes: YAMLSeq, document: Document) => void): string | null => {
  const document: Document = parseDocument(text, YAML_OPTIONS)
  const nodes = document.get('nodes', true)
  if (!isSeq(nodes)) return null
  change(nodes, document)
  try {
    return document.toString(LIKE_OURS)
  } catch {
    // The package writes no alias whose anchor is gone.
    return null
  }
}
