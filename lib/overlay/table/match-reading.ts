import type { FdbEntry, Reading } from '@/lib/model/reading'
import type { RowParts } from '../build/fdb-rows'
import type { FdbTable } from './fdb-table'
import { isSameList, isSettled } from './same-entry'
import type { TableEdit } from './table-edit'

/** An entry that says more than what was known, or of a row that wasn't. */
export interface Unsettled {
  id: string
  entry: FdbEntry
  known: RowParts | undefined
  /** Its place in `order`. */
  at: number
}

/** What a reading says of a table's rows; of two entries with one id the first counts. */
export interface Match {
  unsettled: Unsettled[]
  /** Rows that it doesn't name, by id and in the table's order. */
  absent: Map<string, RowParts>
  /** The row of each entry in the reading's order; of unsettled ones as known until now. `null`: as in the last reading, none unsettled. */
  order: (RowParts | undefined)[] | null
}

/** Whether it says the same for as long as it is this one: nothing takes it away by itself, and its ages are of one moment. */
const stays = ({ state, used, readAt }: FdbEntry): boolean =>
  (state === 'permanent' || state === 'static') && (used === null || readAt !== undefined)

/** What an entry costs to match: where the last reading had it, and by its id. */
const NEXT = 1
const BY_ID = 4

/** So many entries may be gone in one place before the rest are looked up by their ids. */
const NEAR = 16

/** Whether two entries have one id, by the very words it is made of. Ids may be one where this is false: see `idMaker`. */
const isSameRow = (a: FdbEntry, b: FdbEntry): boolean =>
  a.mac === b.mac &&
  a.dst === b.dst &&
  a.ifname === b.ifname &&
  a.vlan === b.vlan &&
  a.vni === b.vni &&
  a.srcVni === b.srcVni &&
  a.port === b.port &&
  a.via === b.via &&
  a.nhid === b.nhid &&
  a.master === b.master &&
  (a.flags === b.flags || isSameList(a.flags, b.flags) || a.flags.includes('self') === b.flags.includes('self'))

/**
 * The rows of the last reading in its order, with what has become of each. Kernels print a table in the same order each time,
 * so the next reading's entries mostly stand where these do, and neither ids nor places need be looked for.
 */
class LastRead {
  private next = 0
  private readonly found: Uint8Array
  private readonly became = new Map<RowParts, RowParts | null>()
  private readonly added: RowParts[] = []
  private places: Map<string, number> | null = null

  constructor(
    private readonly rows: readonly RowParts[],
    private readonly others: readonly RowParts[] = [],
    private readonly fdb: readonly FdbEntry[] = [],
  ) {
    this.found = new Uint8Array(rows.length)
  }

  /** Hears what has become of its rows since, a change at a time. */
  *hear(changes: Iterable<[was: RowParts | null, is: RowParts | null]>): Generator<number, void, unknown> {
    for (const [was, is] of changes) {
      if (was) this.became.set(was, is)
      else if (is) this.added.push(is)
      yield NEXT
    }
  }

  /**
   * The row of an entry that stays, where it is the very one that the last reading had in its place and nothing has become of the
   * row. Its ages are of the moment that is in it, so they say the same as then.
   */
  takeSame(entry: FdbEntry, place: number): RowParts | undefined {
    const row = this.fdb[place] === entry && stays(entry) ? this.rows[place] : undefined
    if (row === undefined || this.found[place] === 1 || (this.became.size > 0 && this.became.has(row))) return undefined
    this.found[place] = 1
    this.next = place + 1
    return row
  }

  /** The row that an entry stands for, where one of the next few has its words. */
  take(entry: FdbEntry): RowParts | undefined {
    const most = Math.min(this.rows.length, this.next + NEAR)
    for (let at = this.next; at < most; at++) {
      const row = this.rows[at]
      if (row === undefined || this.found[at] === 1 || !isSameRow(row.entry, entry)) continue
      this.found[at] = 1
      this.next = at + 1
      return row
    }
    return undefined
  }

  /** Learns where rows stand by their ids, a row at a time: to be done before `takeId`, where that is needed at all. */
  *learnPlaces(): Generator<number, void, unknown> {
    if (this.places) return
    const places = new Map<string, number>()
    for (const [at, { id }] of this.rows.entries()) {
      places.set(id, at)
      yield NEXT
    }
    this.places = places
  }

  /** Notes that a row was found by its id, and goes on behind it; false where it had been found before. */
  takeId(id: string): boolean {
    const at = this.places?.get(id)
    if (at === undefined) return true
    const isFirst = this.found[at] === 0
    this.found[at] = 1
    this.next = at + 1
    return isFirst
  }

  /** A row as it is now; undefined where it is gone since. */
  now(row: RowParts): RowParts | undefined {
    const is = this.became.size === 0 ? undefined : this.became.get(row)
    return is === undefined ? row : (is ?? undefined)
  }

  /** Rows that stand now and that were not found; those that were added since are among them. */
  *left(): Iterable<RowParts> {
    for (const [at, row] of this.rows.entries()) {
      const is = this.found[at] === 0 ? this.now(row) : undefined
      if (is) yield is
    }
    yield* this.added
    yield* this.others
  }
}

/** After a rename the draft's rows are others than the table's, and none can be taken for one of the last reading. */
function* lastReadOf({ rows: edits }: TableEdit, { rows, read }: FdbTable): Generator<number, LastRead, unknown> {
  if (read && edits.size === 0) {
    const last = new LastRead(read.order, [], read.fdb ?? [])
    if (rows !== read.rows) yield* last.hear(rows.since(read.rows))
    return last
  }
  if (edits.size === 0) return new LastRead([], rows.items())
  const known = rows.items().flatMap(({ id }) => edits.get(id) ?? [])
  const others = Array.from(edits.entries(), ([id, row]) => (rows.get({ id }) ? null : row))
  return new LastRead([], [...known, ...others.filter(row => row !== null)])
}

/** Lists of which every entry stays: a reading that has one of them again says nothing new, and none of it is looked at. */
const lasting = new WeakSet<readonly FdbEntry[]>()

/** In the table's order, whatever order they were found in; behind them those of other names than the table has. */
function* inOrder(found: Map<string, RowParts>, { rows }: FdbTable): Generator<number, Map<string, RowParts>, unknown> {
  const ordered = new Map<string, RowParts>()
  if (found.size === 0) return ordered
  for (const { id } of rows) {
    const row = found.get(id)
    if (row) ordered.set(id, row)
    yield NEXT
  }
  for (const [id, row] of found) if (!ordered.has(id)) ordered.set(id, row)
  return ordered
}

/**
 * Matches a reading with a table as it stands at first, an entry at a time: each gives what it cost. What lines say in
 * between is for whoever takes the match to see.
 */
export function* matchReading(
  edit: TableEdit,
  table: FdbTable,
  { fdb, readAt }: Reading,
): Generator<number, Match, unknown> {
  const { rows, read } = table
  if (read?.fdb === fdb && rows === read.rows && edit.rows.size === 0 && lasting.has(fdb))
    return { unsettled: [], absent: new Map(), order: null }
  const last = yield* lastReadOf(edit, table)
  let settled = 0
  const unsettled: Unsettled[] = []
  const order: (RowParts | undefined)[] = []
  const named = new Set<string>()
  for (const [place, entry] of fdb.entries()) {
    const same = last.takeSame(entry, place)
    if (same) {
      order.push(same)
      settled += 1
      yield NEXT
      continue
    }
    const was = last.take(entry)
    const id = was?.id ?? edit.idOf(entry)
    const known = was ? last.now(was) : edit.rows.get(id)
    if (!was && known) yield* last.learnPlaces()
    if (!was && (named.has(id) || (known && !last.takeId(id)))) continue
    if (!was || !known) named.add(id)
    if (!known || !isSettled(known.entry, entry, readAt)) unsettled.push({ id, entry, known, at: order.length })
    order.push(known)
    yield was ? NEXT : BY_ID
  }
  if (settled === fdb.length) lasting.add(fdb)
  const left = new Map<string, RowParts>()
  for (const row of last.left()) {
    if (!named.has(row.id)) left.set(row.id, row)
    yield NEXT
  }
  return { unsettled, absent: yield* inOrder(left, table), order }
}
