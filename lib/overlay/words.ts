import type { FdbQuery } from '@/lib/model/api'
import type { FdbRow } from '@/lib/model/overlay'
import { canonicalAddress } from './addresses'
import { normalizeMac } from './mac'
import { memoised } from './order'
import { type FilterKey, parseQueryWords, type QueryWord } from './query-words'

export type RowTest = (row: FdbRow) => boolean

const NEVER: RowTest = () => false

/** Asked once per name, not once per row; rows that follow each other mostly have the same. */
const onceEach = (ask: (name: string) => boolean): ((name: string) => boolean) => {
  const known = memoised(ask)
  let last = ''
  let answer = ask(last)
  return name => {
    if (name !== last) {
      last = name
      answer = known(name)
    }
    return answer
  }
}

const isNamed = (wanted: string): ((name: string) => boolean) => {
  const lower = wanted.toLowerCase()
  return onceEach(name => name.toLowerCase() === lower)
}

const numberTest = (text: string, numberOf: (row: FdbRow) => number | null): RowTest => {
  const wanted = /^\d{1,8}$/.test(text) ? Number(text) : null
  return wanted === null ? NEVER : row => numberOf(row) === wanted
}

const macTest = (text: string): RowTest => {
  const part = normalizeMac(text)
  return part === null ? NEVER : row => row.mac.includes(part)
}

/** An address in any spelling, or the name of a node that has it. */
const dstTest = (text: string): RowTest => {
  const address = canonicalAddress(text)
  if (address !== null) return row => row.dst === address
  const matches = isNamed(text)
  return row => row.dst === text || row.dstNodes.some(matches)
}

const nameTest = (text: string, nameOf: (row: FdbRow) => string): RowTest => {
  const matches = isNamed(text)
  return row => matches(nameOf(row))
}

const TESTS: Readonly<Record<FilterKey, (value: string) => RowTest>> = {
  vni: value => numberTest(value, row => row.vni),
  vlan: value => numberTest(value, row => row.vlan),
  node: value => nameTest(value, row => row.node),
  dev: value => nameTest(value, row => row.ifname),
  master: value => nameTest(value, row => row.master ?? ''),
  kind: value => nameTest(value, row => row.kind),
  state: value => nameTest(value, row => row.state),
  dst: dstTest,
  mac: macTest,
}

/** Anywhere in a MAC (any notation), an address, a node's or a device's name. */
const bareTest = (word: string): RowTest => {
  const mac = normalizeMac(word)
  const text = word.toLowerCase()
  const address = canonicalAddress(word)
  const has = (name: string): boolean => name.toLowerCase().includes(text)
  const [ofNode, ofDevice, ofAddress, ofOwner] = [onceEach(has), onceEach(has), onceEach(has), onceEach(has)]
  return row =>
    (mac !== null && row.mac.includes(mac)) ||
    ofNode(row.node) ||
    ofDevice(row.ifname) ||
    (row.dst !== null && (ofAddress(row.dst) || row.dst === address)) ||
    row.dstNodes.some(ofOwner)
}

/** A key that still lacks its value leaves all rows. */
const wordTest = ({ key, value }: QueryWord): RowTest => {
  if (key === null) return bareTest(value)
  return value === '' ? () => true : TESTS[key](value)
}

/**
 * Leaves out address filters of ordinary devices: rows of a device's own (`self`) that lead nowhere. A VXLAN device's
 * own rows have a destination or a VNI, a bridge's have a master or, in old releases, no `self`.
 */
export const isOverlayRow: RowTest = row =>
  row.dst !== null || row.nhid !== null || row.vni !== null || row.master !== null || !row.flags.includes('self')

/** What must hold for a row but for its scope, cheapest and sharpest first. */
export const rowTests = (query: FdbQuery): RowTest[] => {
  const { vni, node, dst, mac, kind, state, q } = query
  const tests: RowTest[] = []
  if (vni !== undefined) tests.push(row => row.vni === vni)
  if (kind !== undefined) tests.push(row => row.kind === kind)
  if (state !== undefined) tests.push(row => row.state === state)
  if (node !== undefined) tests.push(row => row.node === node)
  if (dst !== undefined) tests.push(dstTest(dst))
  if (mac !== undefined) tests.push(macTest(mac))
  for (const word of parseQueryWords(q ?? '')) tests.push(wordTest(word))
  return tests
}
