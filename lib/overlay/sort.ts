import type { FDB_SORT_FIELDS } from '@/lib/model/api'
import type { FdbRow } from '@/lib/model/overlay'
import { addressKey } from './addresses'
import { type InSteps, isStep } from './in-steps'
import { compareText, memoised, naturalKey, sortedBy } from './order'

export type SortField = (typeof FDB_SORT_FIELDS)[number]

const macNumber = (mac: string): number => Number.parseInt(mac.replaceAll(':', ''), 16)

/** Fields by number, NaN where there is none: 100,000 different numbers are in order in some 10 ms, as many texts are not. */
const NUMBERS: Partial<Record<SortField, (row: FdbRow) => number>> = {
  mac: row => macNumber(row.mac),
  firstSeenAt: row => Date.parse(row.firstSeenAt),
  vni: row => row.vni ?? Number.NaN,
  vlan: row => row.vlan ?? Number.NaN,
  used: row => row.used ?? Number.NaN,
  updated: row => row.updated ?? Number.NaN,
  ageing: row => row.ageing ?? Number.NaN,
  moves: row => row.moves,
}

/** The others by text, of which there are few different ones. */
const TEXTS: Partial<Record<SortField, { of: (row: FdbRow) => string | null; key: (text: string) => string }>> = {
  node: { of: row => row.node, key: naturalKey },
  ifname: { of: row => row.ifname, key: naturalKey },
  dst: { of: row => row.dst, key: addressKey },
  kind: { of: row => row.kind, key: text => text },
  state: { of: row => row.state, key: text => text },
}

/** Each row's place among the distinct values of a field; rows that have none come after all others. */
interface Ranks {
  ranks: Int32Array
  count: number
}

const ranked = function* <T>(
  rows: readonly FdbRow[],
  values: T[],
  fieldOf: (row: FdbRow, index: number) => T | null,
  descending: boolean,
): InSteps<Ranks> {
  if (descending) values.reverse()
  const rankOf = new Map<T | null, number>(values.map((value, rank) => [value, rank]))
  const ranks = new Int32Array(rows.length)
  for (const [index, row] of rows.entries()) {
    ranks[index] = rankOf.get(fieldOf(row, index)) ?? values.length
    if (isStep(index)) yield
  }
  return { ranks, count: values.length + 1 }
}

const rankNumbers = function* (
  rows: readonly FdbRow[],
  numberOf: (row: FdbRow) => number,
  descending: boolean,
): InSteps<Ranks> {
  const numbers = new Float64Array(rows.length)
  for (const [index, row] of rows.entries()) {
    numbers[index] = numberOf(row)
    if (isStep(index)) yield
  }
  const sorted = numbers.slice().sort()
  yield
  const distinct: number[] = []
  for (const number of sorted) if (!Number.isNaN(number) && number !== distinct.at(-1)) distinct.push(number)
  yield
  return yield* ranked(rows, distinct, (_row, index) => numbers[index] ?? null, descending)
}

const rankTexts = function* (
  rows: readonly FdbRow[],
  { of, key }: { of: (row: FdbRow) => string | null; key: (text: string) => string },
  descending: boolean,
): InSteps<Ranks> {
  const distinct = new Set<string>()
  for (const [index, row] of rows.entries()) {
    const text = of(row)
    if (text !== null) distinct.add(text)
    if (isStep(index)) yield
  }
  return yield* ranked(rows, sortedBy(distinct, key), of, descending)
}

const ranksOf = (rows: readonly FdbRow[], field: SortField, descending: boolean): InSteps<Ranks> => {
  const numberOf = NUMBERS[field]
  if (numberOf) return rankNumbers(rows, numberOf, descending)
  return rankTexts(rows, TEXTS[field] ?? { of: row => String(row[field]), key: text => text }, descending)
}

/**
 * Rows by one field: numbers, addresses and names with numbers in them by their value, what has no value last either way.
 * Equal ones stay as they were. A counting sort over ranks: linear once the distinct values are in order.
 */
export const sortRows = function* (rows: readonly FdbRow[], field: SortField, descending: boolean): InSteps<FdbRow[]> {
  const { ranks, count } = yield* ranksOf(rows, field, descending)
  const next = new Int32Array(count + 1)
  for (const rank of ranks) next[rank + 1] = (next[rank + 1] ?? 0) + 1
  for (let rank = 0; rank < count; rank++) next[rank + 1] = (next[rank + 1] ?? 0) + (next[rank] ?? 0)
  const sorted = rows.slice()
  for (const [index, row] of rows.entries()) {
    const rank = ranks[index] ?? 0
    const at = next[rank] ?? 0
    sorted[at] = row
    next[rank] = at + 1
    if (isStep(index)) yield
  }
  return sorted
}

const byDefault = (a: FdbRow, b: FdbRow, keyOf: (name: string) => string): number =>
  (a.node === b.node ? 0 : compareText(keyOf(a.node), keyOf(b.node))) ||
  (a.ifname === b.ifname ? 0 : compareText(keyOf(a.ifname), keyOf(b.ifname))) ||
  compareText(a.mac, b.mac) ||
  compareText(a.id, b.id)

const ordered = new WeakMap<readonly FdbRow[], readonly FdbRow[]>()

/** Rows by node, device and MAC: the order the overlay gives them in, so that mostly nothing has to move. */
export const inDefaultOrder = function* (rows: readonly FdbRow[]): InSteps<readonly FdbRow[]> {
  const found = ordered.get(rows)
  if (found) return found
  const keyOf = memoised(naturalKey)
  let isOrdered = true
  for (let index = 1; index < rows.length && isOrdered; index++) {
    const [before, row] = [rows[index - 1], rows[index]]
    isOrdered = before !== undefined && row !== undefined && byDefault(before, row, keyOf) <= 0
    if (isStep(index)) yield
  }
  const result = isOrdered ? rows : [...rows].sort((a, b) => byDefault(a, b, keyOf))
  ordered.set(rows, result)
  return result
}
