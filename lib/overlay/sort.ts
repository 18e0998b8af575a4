import type { FDB_SORT_FIELDS } from '@/lib/model/api'
import type { FdbRow } from '@/lib/model/overlay'
import { addressKey } from './addresses'
import { compareText, memoised, naturalKey } from './order'

export type SortField = (typeof FDB_SORT_FIELDS)[number]

const same = (text: string): string => text

/** How the texts of a field are ordered; of the other fields, the values themselves are. */
const TEXT_KEYS: Partial<Record<SortField, (text: string) => string>> = {
  node: naturalKey,
  ifname: naturalKey,
  mac: same,
  dst: addressKey,
  kind: same,
  state: same,
  firstSeenAt: same,
}

type Value = string | number | null

const compareValues = (a: Value, b: Value): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : compareText(String(a), String(b))

/** Each row's place among the distinct values of a field; -1 where it has none. */
const ranksOf = (rows: readonly FdbRow[], field: SortField): { ranks: Int32Array; count: number } => {
  const keyOf = TEXT_KEYS[field]
  const distinct = Array.from(new Set<Value>(rows.map(row => row[field])), value => ({
    value,
    key: typeof value === 'string' && keyOf ? keyOf(value) : value,
  })).filter(({ value }) => value !== null)
  distinct.sort((a, b) => compareValues(a.key, b.key))
  const rankOf = new Map(distinct.map(({ value }, rank) => [value, rank]))
  return { ranks: Int32Array.from(rows, row => rankOf.get(row[field]) ?? -1), count: distinct.length }
}

/**
 * Rows by one field: numbers, addresses and names with numbers in them by their value, what has no value last either way.
 * Equal ones stay as they were. A counting sort over ranks: linear, whatever the field.
 */
export const sortRows = (rows: readonly FdbRow[], field: SortField, descending: boolean): FdbRow[] => {
  const { ranks, count } = ranksOf(rows, field)
  const slotOf = (rank: number) => (rank < 0 ? count : descending ? count - 1 - rank : rank)
  const buckets: FdbRow[][] = Array.from({ length: count + 1 }, () => [])
  for (const [index, row] of rows.entries()) buckets[slotOf(ranks[index] ?? -1)]?.push(row)
  return buckets.flat()
}

const byDefault = (a: FdbRow, b: FdbRow, keyOf: (name: string) => string): number =>
  (a.node === b.node ? 0 : compareText(keyOf(a.node), keyOf(b.node))) ||
  (a.ifname === b.ifname ? 0 : compareText(keyOf(a.ifname), keyOf(b.ifname))) ||
  compareText(a.mac, b.mac) ||
  compareText(a.id, b.id)

const ordered = new WeakMap<readonly FdbRow[], readonly FdbRow[]>()

/** Rows by node, device and MAC: the order the overlay gives them in, so that mostly nothing has to move. */
export const inDefaultOrder = (rows: readonly FdbRow[]): readonly FdbRow[] => {
  const found = ordered.get(rows)
  if (found) return found
  const keyOf = memoised(naturalKey)
  const isOrdered = rows.every((row, index) => {
    const before = rows[index - 1]
    return before === undefined || byDefault(before, row, keyOf) <= 0
  })
  const result = isOrdered ? rows : [...rows].sort((a, b) => byDefault(a, b, keyOf))
  ordered.set(rows, result)
  return result
}
