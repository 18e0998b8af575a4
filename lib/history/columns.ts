import type { FdbEntry } from '@/lib/model/reading'

/**
 * FDB entries as columns: one column per key, a single value where all entries have the same. The same rows as objects are
 * four times as long and, compressed, more than twice. What an age is or holds stands apart, so that the rest can be
 * compared with what it was before.
 */
type Columns = Record<string, unknown[]>

const IDENTITY = [
  'ifname',
  'mac',
  'vlan',
  'dst',
  'port',
  'vni',
  'srcVni',
  'via',
  'nhid',
  'flags',
  'state',
  'master',
] as const
/** A printed line has the ages in it. */
const AGES = ['used', 'updated', 'readAt', 'exact', 'printed'] as const

const same = (a: unknown, b: unknown): boolean =>
  a === b ||
  (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => item === b[index]))

const columnsOf = (entries: readonly FdbEntry[], keys: readonly (keyof FdbEntry)[]): Columns => {
  const columns: Columns = {}
  for (const key of keys) {
    const first = entries[0]?.[key]
    columns[key] = entries.every(entry => same(entry[key], first)) ? [first] : entries.map(entry => entry[key])
  }
  return columns
}

export interface Slice {
  rows: number
  identity: Columns
  ages: Columns
}

export const sliceOf = (entries: readonly FdbEntry[]): Slice => ({
  rows: entries.length,
  identity: columnsOf(entries, IDENTITY),
  ages: columnsOf(entries, AGES),
})

export const entriesOf = ({ rows, identity, ages }: Slice): FdbEntry[] => {
  const columns = Object.entries({ ...identity, ...ages })
  return Array.from({ length: rows }, (_, index) => entryAt(columns, index))
}

/** Keys that an entry may do without; JSON has null for what isn't there. */
const OPTIONAL: readonly string[] = ['readAt', 'exact'] satisfies (keyof FdbEntry)[]

/** The one place that believes what a keyframe holds: it was made of entries by `sliceOf`. */
const entryAt = (columns: [string, unknown[]][], index: number): FdbEntry =>
  Object.fromEntries(
    columns.flatMap(([key, column]) => {
      const value = column.length === 1 ? column[0] : column[index]
      return OPTIONAL.includes(key) && value === null ? [] : [[key, value]]
    }),
  ) as unknown as FdbEntry
