import type { Table } from './draft'
import type { FdbTable, PlaceRecord } from './live-table'
import { MAX_GONE_PLACES } from './track'

/** Of MACs that are gone, the latest. The rest is forgotten a tenth at a time, since that takes going through all. */
export const forgetPlaces = (places: Table<PlaceRecord>, gone: number): Pick<FdbTable, 'places' | 'gone'> => {
  if (gone <= MAX_GONE_PLACES * 1.1) return { places, gone }
  const times = places.items().flatMap(({ goneAt }) => goneAt ?? [])
  const since = Float64Array.from(times).sort().at(-MAX_GONE_PLACES) ?? 0
  const forgotten = places.items().filter(({ goneAt }) => goneAt !== null && goneAt < since)
  const kept = places.edited(forgotten.map(({ id }) => [{ id }, null]))
  return { places: kept, gone: gone - forgotten.length }
}
