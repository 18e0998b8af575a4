import { MAX_GONE_PLACES } from '../build/track'
import type { Draft, Table } from '../lists/draft'
import type { GonePlace, PlaceRecord } from './fdb-table'

/** So many more are kept before the oldest are forgotten together. */
const MORE = 1_000

/** Of MACs that went at one moment, the first in their order are the oldest. `goneAt`: ms. */
export const goneId = (place: string, goneAt: number): string => `${String(goneAt).padStart(16, '0')}/${place}`

/** Forgets the oldest places of MACs that are gone, once there are enough of them. Gives those that are left. */
export const forgetPlaces = (places: Draft<PlaceRecord>, gone: Draft<GonePlace>): Table<GonePlace> => {
  const all = gone.commit()
  let more = all.size - MAX_GONE_PLACES
  if (more <= MORE) return all
  const forgotten: GonePlace[] = []
  for (const one of all) {
    if (more === 0) break
    forgotten.push(one)
    places.delete(one.place)
    more -= 1
  }
  return all.edited(forgotten.map(one => [one, null]))
}
