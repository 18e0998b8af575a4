import type { EventReason } from '@/lib/model/event'
import type { FdbRow } from '@/lib/model/overlay'
import type { FdbEntry, Link, Reading } from '@/lib/model/reading'
import { type AgeingBasis, type Expiry, isRefreshed } from '../ageing'
import { expiries, type RowParts } from '../build/fdb-rows'
import { idMaker } from '../build/row-ids'
import { placeOf } from '../build/track'
import { bridgeOf, isVxlanEntry, type ReadingView, viewOf } from '../build/view'
import { fdbKind } from '../kinds'
import { Draft } from '../lists/draft'
import type { FdbChange, FdbTable, GonePlace, Leaving, PlaceRecord, RowRef, Said } from './fdb-table'
import { countMove, STEADY } from './flapping'
import { forgetPlaces, goneId } from './forget-places'
import { isRunning } from './link-changes'
import { RowTeller, type Telling } from './row-teller'
import { agesDiffer } from './same-entry'

/** Rows that a reading doesn't have any more. */
export type Absent = Pick<ReadonlySet<string>, 'has'>

const NONE: readonly string[] = []

const isGroupMac = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1

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
  private readonly teller: RowTeller
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
    this.gone = new Draft(table.gone)
    this.missed = table.missed
    this.observed = table.observed
    this.view = viewOf(frame)
    this.idOf = idMaker(table.node, frame)
    this.teller = new RowTeller(table, frame, this.view)
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
      this.teller.tell('gone', 'replaced', known, { from: known.entry }, telling)
      this.rows.set(row)
      this.teller.tell(is === 'learned' ? 'learned' : 'added', null, row, { to: entry }, telling)
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
      this.teller.tell(this.bornAs(entry), telling.unseen ? 'unknown' : null, row, { to: entry }, telling)
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
    if (!begins) return
    const from = replaced[0]?.entry ?? left?.row.entry ?? null
    this.teller.tell('flapping', null, row, { from, to: entry, fromPlace: record?.at ?? null }, telling)
  }

  /** Learned, added, moved, or another one in the place of what was there. */
  private tellOfPlace(row: RowParts, old: RowParts | null, left: Leaving | null, telling: Telling): void {
    const reason = telling.unseen ? 'unknown' : null
    const { entry } = row
    const sameKind = old !== null && this.kindOf(old.entry) === this.kindOf(entry)
    if (old && sameKind && this.teller.whereOf(old.entry) !== this.teller.whereOf(entry)) {
      this.teller.tell('moved', reason ?? 'moved', row, { from: old.entry, to: entry }, telling)
      return
    }
    if (old && (!left || !sameKind)) this.teller.tell('gone', reason ?? 'replaced', old, { from: old.entry }, telling)
    else if (left)
      this.teller.tell(
        'gone',
        'flushed',
        left.row,
        { from: left.row.entry },
        { ...telling, at: left.at, isReading: false },
      )
    this.teller.tell(this.bornAs(entry), reason, row, { to: entry }, telling)
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
    else this.teller.tell('gone', reason, row, { from: row.entry }, telling)
  }

  /** It is clear now why a row went. */
  settle(left: Leaving, reason: EventReason): void {
    this.leaving.delete(left.id)
    const telling = { at: left.at, quiet: false, unseen: false }
    this.teller.tell('gone', reason, left.row, { from: left.row.entry }, telling)
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

  /** Something that happened to the node or a device of it. */
  tellOfNode(...told: Parameters<RowTeller['tellOfNode']>): void {
    this.teller.tellOfNode(...told)
  }

  result(next: Partial<Pick<FdbTable, 'lost' | 'readAt'>> = {}): { table: FdbTable; changes: FdbChange } {
    const put: RowParts[] = []
    const remove: RowRef[] = []
    const rows = this.rows.commit((was, is) => {
      if (is && is !== was) put.push(is)
      else if (!is && was) remove.push({ id: was.id, ifname: was.entry.ifname, mac: was.entry.mac })
    })
    const gone = forgetPlaces(this.places, this.gone)
    const { events, named } = this.teller.result()
    const table: FdbTable = {
      ...{ ...this.table, ...next, frame: this.frame, observed: this.observed, missed: this.missed },
      ...{ rows, gone, places: this.places.commit(), leaving: this.leaving.commit(), told: this.told.commit() },
      ...{ owed: this.owed.commit(), named },
    }
    const { node, frame, readAt, observed, missed } = table
    const changedFrame = frame === this.table.frame ? null : frame
    return {
      table,
      changes: { node, put, remove, frame: changedFrame, readAt, observed, missed, events },
    }
  }
}
