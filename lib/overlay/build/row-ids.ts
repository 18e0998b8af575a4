import type { FdbEntry, Reading } from '@/lib/model/reading'
import { fdbPrefix, fdbSuffix } from '../identity'
import { memoised } from '../lists/order'
import { viewOf } from './view'

/** An id per entry of a reading, in its order; `null` for one that says again what an earlier one said, identity and all. */
export type RowIds = readonly (string | null)[]

/** Gives the id of any entry of a node; addresses are read as the reading's. */
export const idMaker = (node: string, reading: Reading): ((entry: FdbEntry) => string) => {
  const { canonical } = viewOf(reading)
  const prefixOf = memoised(ifname => fdbPrefix(node, ifname))
  return entry => {
    const dst = entry.dst === null ? null : (canonical(entry.dst) ?? entry.dst)
    return prefixOf(entry.ifname) + fdbSuffix(entry, dst)
  }
}

const known = new WeakMap<Reading, { node: string; ids: RowIds }>()

/** Ids of a node's FDB rows. Made once per reading: both the rows and what is remembered of them need them. */
export const rowIds = (node: string, reading: Reading): RowIds => {
  const found = known.get(reading)
  if (found?.node === node) return found.ids
  const idOf = idMaker(node, reading)
  const seen = new Set<string>()
  const ids = reading.fdb.map(entry => {
    const id = idOf(entry)
    if (seen.has(id)) return null
    seen.add(id)
    return id
  })
  known.set(reading, { node, ids })
  return ids
}
