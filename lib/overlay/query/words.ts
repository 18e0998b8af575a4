import type { FdbQuery } from '@/lib/model/api'
import type { FdbRow } from '@/lib/model/overlay'
import { canonicalAddress } from '../addresses'
import { memoised } from '../lists/order'
import type { Digest } from '../lists/row-runs'
import { normalizeMac } from '../mac'
import { type FilterKey, parseQueryWords, type QueryWord } from './query-words'

type OfRow = (row: FdbRow) => boolean

/** What must hold for each row of a run, of which it may know more than of any row; `null` where it holds for none. */
export type RowTest = (run: Digest) => OfRow | null

const NEVER: RowTest = () => null

/** The same for every run, where one doesn't tell. */
const anyRun =
  (of: OfRow): RowTest =>
  () =>
    of

const whereNamed =
  (name: string, of: OfRow): RowTest =>
  run =>
    run.names.includes(name) ? of : null

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

const numberOf = (text: string): number | null => (/^\d{1,8}$/.test(text) ? Number(text) : null)

const vniTest = (vni: number | null): RowTest => {
  const of: OfRow = row => row.vni === vni
  return vni === null ? NEVER : run => (run.vnis.has(vni) ? of : null)
}

const vlanTest = (vlan: number | null): RowTest => (vlan === null ? NEVER : anyRun(row => row.vlan === vlan))

const macTest = (text: string): RowTest => {
  const part = normalizeMac(text)
  if (part === null) return NEVER
  const of: OfRow = row => row.mac.includes(part)
  return run => (run.macs.includes(part) ? of : null)
}

/** An address in any spelling, or the name of a node that has it. */
const dstTest = (text: string): RowTest => {
  const address = canonicalAddress(text)
  if (address !== null) return whereNamed(address, row => row.dst === address)
  const matches = isNamed(text)
  return whereNamed(text.toLowerCase(), row => row.dst === text || row.dstNodes.some(matches))
}

const nameTest = (text: string, nameOf: (row: FdbRow) => string): OfRow => {
  const matches = isNamed(text)
  return row => matches(nameOf(row))
}

const TESTS: Readonly<Record<FilterKey, (value: string) => RowTest>> = {
  vni: value => vniTest(numberOf(value)),
  vlan: value => vlanTest(numberOf(value)),
  node: value =>
    whereNamed(
      value.toLowerCase(),
      nameTest(value, row => row.node),
    ),
  dev: value =>
    whereNamed(
      value.toLowerCase(),
      nameTest(value, row => row.ifname),
    ),
  master: value => anyRun(nameTest(value, row => row.master ?? '')),
  kind: value => anyRun(nameTest(value, row => row.kind)),
  state: value => anyRun(nameTest(value, row => row.state)),
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
  const inMac: OfRow = row => mac !== null && row.mac.includes(mac)
  const inAny: OfRow = row =>
    inMac(row) ||
    ofNode(row.node) ||
    ofDevice(row.ifname) ||
    (row.dst !== null && (ofAddress(row.dst) || row.dst === address)) ||
    row.dstNodes.some(ofOwner)
  return ({ macs, names }) => {
    if (names.some(name => name.includes(text) || name === address)) return inAny
    return mac !== null && macs.includes(mac) ? inMac : null
  }
}

/** A key that still lacks its value leaves all rows. */
const wordTests = ({ key, value }: QueryWord): RowTest[] => {
  if (key === null) return [bareTest(value)]
  return value === '' ? [] : [TESTS[key](value)]
}

/**
 * Leaves out address filters of ordinary devices: rows of a device's own (`self`) that lead nowhere. A VXLAN device's
 * own rows have a destination or a VNI, a bridge's have a master or, in old releases, no `self`.
 */
export const isOverlayRow = (row: FdbRow): boolean =>
  row.dst !== null || row.nhid !== null || row.vni !== null || row.master !== null || !row.flags.includes('self')

/** What must hold for a row but for its scope, cheapest and sharpest first. */
export const rowTests = (query: FdbQuery): RowTest[] => {
  const { vni, node, dst, mac, kind, state, q } = query
  const tests: RowTest[] = []
  if (vni !== undefined) tests.push(vniTest(vni))
  if (kind !== undefined) tests.push(anyRun(row => row.kind === kind))
  if (state !== undefined) tests.push(anyRun(row => row.state === state))
  if (node !== undefined) tests.push(whereNamed(node.toLowerCase(), row => row.node === node))
  if (dst !== undefined) tests.push(dstTest(dst))
  if (mac !== undefined) tests.push(macTest(mac))
  for (const word of parseQueryWords(q ?? '')) tests.push(...wordTests(word))
  return tests
}
