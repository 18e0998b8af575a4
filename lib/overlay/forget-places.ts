import type { Table } from './draft'
import type { FdbTable, PlaceRecord } from './live-table'
import { MAX_GONE_PLACES } from './track'

/** Going through all places costs the same for one that is forgotten and for thousands. */
const MOST = MAX_GONE_PLACES * 2

/** Of MACs that are gone, the latest, once there are twice as many: of those that went at one moment, the last in their order. */
export const forgetPlaces = (places: Table<PlaceRecord>, gone: number): Pick<FdbTable, 'places' | 'gone'> => {
  if (gone <= MOST) return { places, gone }
  const times = places.items().flatMap(({ goneAt }) => goneAt ?? [])
  const since = Float64Array.from(times).sort().at(-MAX_GONE_PLACES) ?? 0
  let atOnce = times.length - MAX_GONE_PLACES - times.filter(at => at < since).length
  const isForgotten = ({ goneAt }: PlaceRecord): boolean => {
    if (goneAt === null || goneAt > since) return false
    if (goneAt < since) return true
    atOnce -= 1
    return atOnce >= 0
  }
  const forgotten = new Set(places.items().flatMap(place => (isForgotten(place) ? place.id : [])))
  return { places: places.filter(({ id }) => !forgotten.has(id)), gone: times.length - forgotten.size }
}
