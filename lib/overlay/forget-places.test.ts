import { expect, it } from 'vitest'
import { tableOf } from './draft'
import { forgetPlaces } from './forget-places'
import type { PlaceRecord } from './live-table'
import { MAX_GONE_PLACES } from './track'

it('forgets the oldest, and enough of those that went at one moment', () => {
  const place = (at: number, goneAt: number | null): PlaceRecord => ({
    ...{
      id: String(at).padStart(6, '0'),
      at: '',
      rows: [],
      moves: 0,
      leaving: null,
      goneAt,
      moved: [],
      flapping: false,
    },
  })
  const count = 2 * MAX_GONE_PLACES + 1
  const gone = Array.from({ length: count }, (_, at) => place(at, at === count - 1 ? 1 : 2))
  const there = place(count, null)
  const kept = forgetPlaces(tableOf([...gone, there]), count)
  expect(kept.gone).toBe(MAX_GONE_PLACES)
  expect(kept.places.size).toBe(MAX_GONE_PLACES + 1)
  expect(kept.places.items().some(({ goneAt }) => goneAt === 1)).toBe(false)
  expect(kept.places.get(there)).toBe(there)
})
