import type { Event, EventReason } from '@/lib/model/event'
import type { FdbRow } from '@/lib/model/overlay'
import type { FdbEntry, Link, Reading } from '@/lib/model/reading'
import { type AgeingBasis, type Expiry, isRefreshed, wereClocksSet } from './ageing'
import { Draft } from './draft'
import { EventBook } from './event-book'
import { rowEventText } from './event-text'
import { expiries, type RowMaker, type RowParts, rowMaker } from './fdb-rows'
import { countMove, STEADY } from './flapping'
import { forgetPlaces, goneId } from './forget-places'
import { fdbKind } from './kinds'
import { isRunning } from './link-changes'
import type { FdbChange, FdbTable, GonePlace, Leaving, PlaceRecord, RowRef, Said } from './live-table'
import { idMaker } from './row-ids'
import { placeOf } from './track'
import { bridgeOf, isVxlanEntry, type ReadingView, viewOf } from './view'

/** How a step came to know: `quiet` makes no events, `unseen` says that nobody knows when or why. */
export interface Telling {
  at: number
  quiet: boolean
  unseen: boolean
  /** A full reading at this moment: it tells of a row each thing but once. */
  isReading?: boolean
}

/** Rows that a reading doesn't have any more. */
export type Absent = Pick<ReadonlySet<string>, 'has'>

const NONE: readonly string[] = []

const isGroupMac = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1

export const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((word, at) => word === b[at])

/** An entry read at `readAt` (ms) says other ages of a row than counting on from the last reading does. */
const agesDiffer = (before: FdbEntry, after: FdbEntry, readAt: number): boolean =>
  wereClocksSet({ ...before, readAt: before.readAt ?? readAt }, { ...after, readAt: after.readAt ?? readAt })

/** Told to stay before and now, in the same words: nothing to compare, and most of what a reading of a large table tells. */
export const isSettled = (before: FdbEntry, after: FdbEntry, readAt: number): boolean =>
  (after.state === 'permanent' || after.state === 'static') &&
  before.state === after.state &&
  (before.flags === after.flags || isSameList(before.flags, after.flags)) &&
  !agesDiffer(before, after, readAt)

/** A step from one table to the next: what it changes, and what happened by that. */
export class TableEdit {
  readonly rows: Draft<RowParts>
  readonly places: Draft<PlaceRecord>
  readonly leaving: Draft<Leaving>
  readonly told: Draft<Said>
  readonly owed: Draft<Said>
  readonly view: ReadingView
  readonly idOf: (entry: FdbEntry) => string
  missed: number
  private readonly gone: Draft<GonePlace>
  private readonly book: EventBook
  private readonly make: RowMaker
  /** For rows of devices that are no longer there. */
  private readonly makeBefore: RowMaker
  private expiryIn: (entry: FdbEntry) => Expiry | null
  private observed: AgeingBasis | null

  constructor(
    private readonly table: FdbTable,
    private readonly frame: Reading,
  ) {
    this.rows = new Draft(table.rows)
    this.places = new Draft(table.places)
    this.leaving = new Draft(table.leaving)
    this.told = new Draft(table.told)
    this.owed = new Draft(table.owed)
    this.book = new EventBook(table)
    this.gone = new Draft(table.gone)
    this.missed = table.missed
    this.observed = table.observed
    this.view = viewOf(frame)
    this.idOf = idMaker(table.node, frame)
    this.make = rowMaker(table.node, frame, table.observed)
    this.makeBefore =
      table.frame && table.frame !== frame ? rowMaker(table.node, table.frame, table.observed) : this.make
    this.expiryIn = expiries(frame, table.observed)
  }

  linkOf(entry: FdbEntry): Link | undefined {
    return this.view.linkOf(entry.ifname)
  }

  expiryOf(entry: FdbEntry): Expiry | null {
    return this.expiryIn(entry)
  }

  kindOf(entry: FdbEntry): FdbRow['kind'] {
    return fdbKind(entry, isVxlanEntry(entry, this.linkOf(entry)), this.frame.profile.iproute2)
  }

  /** Takes note of the clock that an entry showed. */
  observe(basis: AgeingBasis | null): void {
    if (basis === null || basis === this.observed) return
    this.observed = basis
    this.expiryIn = expiries(this.frame, basis)
  }

  /** The devices an entry stands on: its own, and the bridge whose table it is in. */
  private devicesOf(entry: FdbEntry): (Link | undefined)[] {
    const link = this.linkOf(entry)
    const bridge = isVxlanEntry(entry, link) ? null : bridgeOf(entry, link)
    return bridge === null || bridge === entry.ifname ? [link] : [link, this.view.linkOf(bridge)]
  }

  /** Why the state of its devices took a row away; `null` where they are all in order. */
  deviceReason(entry: FdbEntry): EventReason | null {
    const devices = this.devicesOf(entry)
    if (devices.some(link => link === undefined)) return 'deviceDeleted'
    return devices.every(link => link === undefined || isRunning(link)) ? null : 'deviceDown'
  }

  /** A row is there, or changed, or was refreshed. */
  put(entry: FdbEntry, absent: Absent | null, telling: Telling): void {
    const id = this.idOf(entry)
    this.putRow(id, this.rows.get(id), entry, absent, telling)
  }

  /** As `put`, where it is known already which row that is. */
  putRow(id: string, known: RowParts | undefined, entry: FdbEntry, absent: Absent | null, telling: Telling): void {
    if (known) this.change(known, entry, telling)
    else this.appear(id, entry, absent, telling)
  }

  private change(known: RowParts, entry: FdbEntry, telling: Telling): void {
    const [before, after] = [this.expiryIn(known.entry), this.expiryIn(entry)]
    const [was, is] = [this.kindOf(known.entry), this.kindOf(entry)]
    const row = { ...known, entry }
    if (was !== is) {
      this.tell('gone', 'replaced', known, known.entry, null, telling)
      this.rows.set(row)
      this.tell(is === 'learned' ? 'learned' : 'added', null, row, null, entry, telling)
      return
    }
    const moved = before && after ? isRefreshed(before, after) : before !== after
    if (moved || agesDiffer(known.entry, entry, telling.at) || known.entry.flags.join() !== entry.flags.join())
      this.rows.set(row)
  }

  /** The rows that a new one takes the place of: a unicast MAC stands but once in a table. */
  private replacedBy(entry: FdbEntry, record: PlaceRecord | undefined, absent: Absent | null): RowParts[] {
    if (record === undefined || isGroupMac(entry.mac)) return []
    const rows = record.rows.flatMap(id => this.rows.get(id) ?? [])
    if (absent === null) return rows
    return rows.length === 1 ? rows.filter(({ id }) => absent.has(id)) : []
  }

  private appear(id: string, entry: FdbEntry, absent: Absent | null, telling: Telling): void {
    const place = placeOf(this.view, entry)
    if (place === null) {
      const row = { id, entry, firstSeenAt: telling.at, moves: 0 }
      this.rows.set(row)
      this.tell(this.bornAs(entry), telling.unseen ? 'unknown' : null, row, null, entry, telling)
      return
    }
    const record = this.places.get(place.key)
    const replaced = this.replacedBy(entry, record, absent)
    const left = this.takeLeaving(record)
    const isMove = record !== undefined && record.rows.length <= replaced.length && record.at !== place.at
    const { flaps, begins } = isMove
      ? countMove(record, telling.at, this.table.rule)
      : { flaps: record ?? STEADY, begins: false }
    const moves = (record?.moves ?? 0) + (isMove ? 1 : 0)
    const row = { id, entry, firstSeenAt: telling.at, moves }
    for (const old of replaced) {
      this.rows.delete(old.id)
      this.told.set({ id: old.id, at: telling.at })
    }
    this.rows.set(row)
    if (record && record.goneAt !== null) this.gone.delete(goneId(record.id, record.goneAt))
    const others = (record?.rows ?? NONE).filter(other => !replaced.some(old => old.id === other))
    this.places.set({
      ...{ id: place.key, at: place.at, rows: [...others, id], moves, leaving: null, goneAt: null },
      ...{ moved: flaps.moved, flapping: flaps.flapping },
    })
    this.tellOfPlace(row, replaced[0] ?? left?.row ?? null, left, telling)
    if (begins)
      this.tell('flapping', null, row, replaced[0]?.entry ?? left?.row.entry ?? null, entry, telling, record?.at)
  }

  /** Learned, added, moved, or another one in the place of what was there. */
  private tellOfPlace(row: RowParts, old: RowParts | null, left: Leaving | null, telling: Telling): void {
    const reason = telling.unseen ? 'unknown' : null
    const { entry } = row
    const sameKind = old !== null && this.kindOf(old.entry) === this.kindOf(entry)
    if (old && sameKind && this.whereOf(old.entry) !== this.whereOf(entry)) {
      this.tell('moved', reason ?? 'moved', row, old.entry, entry, telling)
      return
    }
    if (old && (!left || !sameKind)) this.tell('gone', reason ?? 'replaced', old, old.entry, null, telling)
    else if (left)
      this.tell('gone', 'flushed', left.row, left.row.entry, null, { ...telling, at: left.at, isReading: false })
    this.tell(this.bornAs(entry), reason, row, null, entry, telling)
  }

  private bornAs(entry: FdbEntry): 'learned' | 'added' {
    return this.kindOf(entry) === 'learned' ? 'learned' : 'added'
  }

  private takeLeaving(record: PlaceRecord | undefined): Leaving | null {
    const left = record?.leaving == null ? undefined : this.leaving.get(record.leaving)
    if (left) this.leaving.delete(left.id)
    return left ?? null
  }

  /** A row is gone. Without a reason it is left open why, until `settle` or a change of its device tells. */
  remove(row: RowParts, reason: EventReason | null, telling: Telling): void {
    this.rows.delete(row.id)
    const place = placeOf(this.view, row.entry)
    const record = place && this.places.get(place.key)
    if (record) {
      const rows = record.rows.filter(id => id !== row.id)
      const goneAt = rows.length === 0 ? telling.at : null
      if (goneAt !== null && record.goneAt === null) {
        this.gone.set({ id: goneId(record.id, goneAt), place: record.id })
      }
      this.places.set({ ...record, rows, goneAt, leaving: reason === null ? row.id : record.leaving })
    }
    if (reason === null) this.leaving.set({ id: row.id, row, at: telling.at })
    else this.tell('gone', reason, row, row.entry, null, telling)
  }

  /** It is clear now why a row went. */
  settle(left: Leaving, reason: EventReason): void {
    this.leaving.delete(left.id)
    this.tell('gone', reason, left.row, left.row.entry, null, { at: left.at, quiet: false, unseen: false })
  }

  /** Of one device under two names: no event. */
  rename(row: RowParts, entry: FdbEntry): void {
    const record = this.places.get(placeOf(this.view, row.entry)?.key ?? '')
    const quiet = { at: row.firstSeenAt, quiet: true, unseen: false }
    this.remove(row, 'moved', quiet)
    this.put(entry, null, quiet)
    const place = placeOf(this.view, entry)
    const now = place && this.places.get(place.key)
    if (!record || !now) return
    this.places.set({ ...now, moves: record.moves, moved: record.moved, flapping: record.flapping })
    this.rows.set({ id: this.idOf(entry), entry, firstSeenAt: row.firstSeenAt, moves: record.moves })
  }

  /** Where a row says its MAC is. */
  private whereOf(entry: FdbEntry): string | null {
    return placeOf(this.view, entry)?.at ?? entry.dst
  }

  private tell(
    kind: Event['kind'],
    reason: EventReason | null,
    row: RowParts,
    from: FdbEntry | null,
    to: FdbEntry | null,
    { at, quiet, isReading = false }: Telling,
    fromPlace: string | null = null,
  ): void {
    const { entry } = row
    const link = this.linkOf(entry)
    if (quiet || (!isVxlanEntry(entry, link) && bridgeOf(entry, link) === null)) return
    const make = link === undefined ? this.makeBefore : this.make
    const content = {
      ...{ node: this.table.node, kind, reason, row: make(row, 'live', []) },
      from: from ? this.whereOf(from) : fromPlace,
      to: to && this.whereOf(to),
    }
    this.book.add(at, row.id, { ...content, text: rowEventText(content) }, isReading)
  }

  /** Something that happened to the node or a device of it. */
  tellOfNode(at: number, kind: Event['kind'], reason: EventReason | null, subject: string, text: string): void {
    this.book.add(at, subject, { node: this.table.node, kind, reason, row: null, from: null, to: null, text })
  }

  result(next: Partial<Pick<FdbTable, 'lost' | 'readAt'>> = {}): { table: FdbTable; changes: FdbChange } {
    const put: RowParts[] = []
    const remove: RowRef[] = []
    const rows = this.rows.commit((was, is) => {
      if (is && is !== was) put.push(is)
      else if (!is && was) remove.push({ id: was.id, ifname: was.entry.ifname, mac: was.entry.mac })
    })
    const gone = forgetPlaces(this.places, this.gone)
    const table: FdbTable = {
      ...{ ...this.table, ...next, frame: this.frame, observed: this.observed, missed: this.missed },
      ...{ rows, gone, places: this.places.commit(), leaving: this.leaving.commit(), told: this.told.commit() },
      ...{ owed: this.owed.commit(), named: this.book.named() },
    }
    const { node, frame, readAt, observed, missed } = table
    const changedFrame = frame === this.table.frame ? null : frame
    return {
      table,
      changes: { node, put, remove, frame: changedFrame, readAt, observed, missed, events: this.book.events },
    }
  }
}
