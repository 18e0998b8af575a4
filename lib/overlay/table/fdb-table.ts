import type { Event } from '@/lib/model/event'
import type { FdbEntry, Reading } from '@/lib/model/reading'
import type { AgeingBasis, Expiry } from '../ageing'
import { expiries, type RowParts } from '../build/fdb-rows'
import type { FdbSeen } from '../build/track'
import { type Table, tableOf } from '../lists/draft'
import { type FlapRule, type Flaps, RFC_7432 } from './flapping'

/** Where one MAC of one table is, and what is known of its moves. `id` is the key that `placeOf` gives. */
export interface PlaceRecord extends Flaps {
  id: string
  at: string
  /** Rows that tell so: one, save for multicast MACs; none when it is gone. */
  rows: readonly string[]
  moves: number
  /** A row that was deleted for a reason that is still open. */
  leaving: string | null
  /** When its last row went, ms. */
  goneAt: number | null
}

/** Where a place stands among those whose MACs are gone: the latest are last. */
export interface GonePlace {
  id: string
  place: string
}

/** A row that a `Deleted` line took away, until it is clear why: its device's own line may come a moment later. */
export interface Leaving {
  id: string
  row: RowParts
  at: number
}

/** When something was said of a row, ms. */
export interface Said {
  id: string
  at: number
}

/**
 * All that is known of one node's FDB between its readings. Never changed in place: `applyFdbReading`, `applyFdbLines`,
 * `applyFailure` and `settleFdb` give the next one.
 */
export interface FdbTable {
  readonly node: string
  readonly rule: FlapRule
  /** The last reading but for its FDB, kept as it is for as long as nothing but the FDB changes. */
  readonly frame: Reading | null
  readonly readAt: number | null
  /** Since when the node can't be read, and how it failed. */
  readonly lost: { since: number; kind: 'nodeLost' | 'nodeRefused' } | null
  readonly observed: AgeingBasis | null
  /** What readings found that the stream should have told. */
  readonly missed: number
  readonly rows: Table<RowParts>
  /**
   * What `rows` was behind the last reading, and in that one's order; with its entries, where each has its row. `null` where the
   * reading did not name them all.
   */
  readonly read: { rows: Table<RowParts>; order: readonly RowParts[]; fdb: readonly FdbEntry[] | null } | null
  readonly places: Table<PlaceRecord>
  /** The places of MACs that are gone, by when. */
  readonly gone: Table<GonePlace>
  readonly leaving: Table<Leaving>
  /** What lines told since the last reading: a reading that was asked for before knows less. */
  readonly told: Table<Said>
  /** What a reading told first: a line that comes soon after was only slower. */
  readonly owed: Table<Said>
  /** How often an event of one content happened at the moment `at`: two that are alike have different ids. */
  readonly named: { at: number; counts: Table<{ id: string; count: number }> }
}

export const emptyTable = (node: string, rule: FlapRule = RFC_7432): FdbTable => ({
  ...{ node, rule, frame: null, readAt: null, lost: null, observed: null, missed: 0 },
  ...{
    read: null,
    rows: tableOf(),
    places: tableOf(),
    gone: tableOf(),
    leaving: tableOf(),
    told: tableOf(),
    owed: tableOf(),
  },
  named: { at: 0, counts: tableOf() },
})

/** Names a row that is no longer there. */
export interface RowRef {
  id: string
  ifname: string
  mac: string
}

/** What one step changed of one node: all that `applyChange` needs. Plain data, so that a worker can post it. */
export interface FdbChange {
  node: string
  /** Rows as they are now; those that stay out are as they were. */
  put: RowParts[]
  remove: RowRef[]
  /** The node's last reading but for its FDB, where more than rows has changed. */
  frame: Reading | null
  /** When the node was last read in full, ms. */
  readAt: number | null
  observed: AgeingBasis | null
  missed: number
  /** Their rows' `dstNodes` are empty: that takes the whole overlay, see `resolveEvents`. */
  events: Event[]
}

/** One line of `bridge monitor fdb`; see `parseFdbMonitorLine` in `lib/iproute2`. */
export interface FdbLine {
  deleted: boolean
  aged: boolean
  entry: FdbEntry
  /** When it came, ms, where that was before it is taken. */
  at?: number
}

/** When each of these rows that ages will go: what `nextReadingAt` goes by. All rows, unless told which. */
export const endsOf = ({ frame, observed, rows }: FdbTable, among: readonly RowParts[] = rows.items()): Expiry[] => {
  if (frame === null) return []
  const expiryOf = expiries(frame, observed)
  const ends: Expiry[] = []
  for (const { entry } of among) {
    const end = staysForever(entry) ? null : expiryOf(entry)
    if (end) ends.push(end)
  }
  return ends
}

const staysForever = ({ state }: FdbEntry): boolean => state === 'permanent' || state === 'static'

/** What a table says as if it had just been read: the reading it must equal. `null` before the first one. */
export const readingOf = ({ frame, readAt, rows }: FdbTable): Reading | null =>
  frame && readAt !== null ? { ...frame, readAt, fdb: rows.items().map(({ entry }) => entry) } : null

/** What a table remembers of its rows, for building the overlay from a reading. */
export const seenOf = ({ rows, places, observed }: FdbTable): FdbSeen => ({
  firstSeen: new Map(rows.items().map(({ id, firstSeenAt }) => [id, firstSeenAt])),
  places: new Map(places.items().flatMap(({ id, at, goneAt }) => (goneAt === null ? [[id, at]] : []))),
  gone: new Map(places.items().flatMap(({ id, at, goneAt }) => (goneAt === null ? [] : [[id, at]]))),
  moves: new Map(places.items().flatMap(({ id, moves }) => (moves === 0 ? [] : [[id, moves]]))),
  observed,
})
