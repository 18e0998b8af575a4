import { expect, it } from 'vitest'
import { MAX_GONE_PLACES } from '../build/track'
import { Draft, tableOf } from '../lists/draft'
import type { GonePlace, PlaceRecord } from './fdb-table'
import { forgetPlaces, goneId } from './forget-places'

const place = (at: number, goneAt: number | null): PlaceRecord => ({
  ...{ id: String(at).padStart(6, '0'), at: '', rows: [], moves: 0, leaving: null, goneAt, moved: [], flapping: false },
})

it('forgets the oldest, and enough of those that went at one moment', () => {
  const count = 2 * MAX_GONE_PLACES + 1
  const gone = Array.from({ length: count }, (_, at) => place(at, at === count - 1 ? 1 : 2))
  const there = place(count, null)
  const places = new Draft(tableOf([...gone, there]))
  const list = gone.flatMap(({ id, goneAt }): GonePlace[] =>
    goneAt === null ? [] : [{ id: goneId(id, goneAt), place: id }],
  )
  const left = forgetPlaces(places, new Draft(tableOf(list)))
  const kept = places.commit()
  expect(left.size).toBe(MAX_GONE_PLACES)
  expect(kept.items().flatMap(({ id, goneAt }) => (goneAt === null ? [] : id))).toEqual(
    left.items().map(one => one.place),
  )
  expect(kept.items().some(({ goneAt }) => goneAt === 1)).toBe(false)
  expect(kept.get(there)).toBe(there)
})
