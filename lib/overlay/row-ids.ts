import type { Reading } from '@/lib/model/reading'
import { fdbPrefix, fdbSuffix } from './identity'
import { memoised } from './order'
import { viewOf } from './view'

/** An id per entry of a reading, in its order; `null` for one that says again what an earlier one said, identity and all. */
export type RowIds = readonly (string | null)[]

const known = new WeakMap<Reading, { node: string; ids: RowIds }>()

/** Ids of a node's FDB rows. Made once per reading: both the rows and what is remembered of them need them. */
export const rowIds = (node: string, reading: Reading): RowIds => {
  const found = known.get(reading)
  if (found?.node === node) return found.ids
  const { canonical } = viewOf(reading)
  const prefixOf = memoised(ifname => fdbPrefix(node, ifname))
  const seen = new Set<string>()
  const ids = reading.fdb.map(entry => {
    const dst = entry.dst === null ? null : (canonical(entry.dst) ?? entry.dst)
    const id = prefixOf(entry.ifname) + fdbSuffix(entry, dst)
    if (seen.has(id)) return null
    seen.add(id)
    return id
  })
  known.set(reading, { node, ids })
  return ids
}
