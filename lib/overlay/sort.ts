import type { FDB_SORT_FIELDS } from '@/lib/model/api'
import type { FdbRow } from '@/lib/model/overlay'
import { addressKey } from './addresses'
import { compareText, memoised, naturalKey, sortedBy } from './order'

export type SortField = (typeof FDB_SORT_FIELDS)[number]

/** How the texts of a field are ordered where not as they are. */
const TEXT_KEYS: Partial<Record<SortField, (text: string) => string>> = {
  node: naturalKey,
  ifname: naturalKey,
  dst: addressKey,
}

type Value = string | number | null

const compareValues = (a: Value, b: Value): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : compareText(String(a), String(b))

const orderedValues = (values: readonly Value[], keyOf: ((text: string) => string) | undefined): Value[] =>
  keyOf ? sortedBy(values, value => keyOf(String(value))) : [...values].sort(compareValues)

/** Each row's place among the distinct values of a field; rows that have none come after all others. */
const ranksOf = (
  rows: readonly FdbRow[],
  field: SortField,
  descending: boolean,
): { ranks: Int32Array; count: number } => {
  const distinct = new Set<Value>()
  for (const row of rows) distinct.add(row[field])
  distinct.delete(null)
  const values = orderedValues([...distinct], TEXT_KEYS[field])
  if (descending) values.reverse()
  const rankOf = new Map(values.map((value, rank) => [value, rank]))
  return { ranks: Int32Array.from(rows, row => rankOf.get(row[field]) ?? values.length), count: values.length + 1 }
}

/**
 * Rows by one field: numbers, addresses and names with numbers in them by their value, what has no value last either way.
 * Equal ones stay as they were. A counting sort over ranks: linear once the distinct values are in order.
 */
export const sortRows = (rows: readonly FdbRow[], field: SortField, descending: boolean): FdbRow[] => {
  const { ranks, count } = ranksOf(rows, field, descending)
  const next = new Int32Array(count + 1)
  for (const rank of ranks) next[rank + 1] = (next[rank + 1] ?? 0) + 1
  for (let rank = 0; rank < count; rank++) next[rank + 1] = (next[rank + 1] ?? 0) + (next[rank] ?? 0)
  const sorted = rows.slice()
  for (const [index, row] of rows.entries()) {
    const rank = ranks[index] ?? 0
    const at = next[rank] ?? 0
    sorted[at] = row
    next[rank] = at + 1
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
