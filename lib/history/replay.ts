import type { Event } from '@/lib/model/event'
import type { FdbKind, FdbRow } from '@/lib/model/overlay'
import type { FdbEntry, Reading } from '@/lib/model/reading'
import { linksOf, tableOf } from './tables'

/** A row's id from its entry, as the rows in the events have it. */
export type IdOf = (entry: FdbEntry) => string

/** How iproute2 prints the kinds (bridge/fdb.c, `state_n2a`); what `flags` and the all-zero MAC tell needs no word of its own. */
const STATES: Record<FdbKind, string> = {
  learned: '',
  static: 'static',
  permanent: 'permanent',
  extern: '',
  flood: 'permanent',
}

/**
 * A row back to the entry it was made of. A row's `vni` may be the device's, which an entry doesn't say again: the id tells
 * which. Its ages are those it was recorded with.
 */
const entryOf = (row: FdbRow, idOf: IdOf): FdbEntry => {
  const entry: FdbEntry = {
    ifname: row.ifname,
    mac: row.mac,
    vlan: row.vlan,
    dst: row.dst,
    port: row.port,
    vni: null,
    srcVni: row.srcVni,
    via: row.via,
    nhid: row.nhid,
    used: row.used,
    updated: row.updated,
    readAt: Date.parse(row.readAt),
    flags: row.flags,
    state: STATES[row.kind],
    master: row.master,
    printed: null,
  }
  return row.vni === null || idOf(entry) === row.id ? entry : { ...entry, vni: row.vni }
}

const isGroupMac = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1

/** As events name the places of a move. */
const placeOf = ({ dst, nhid, ifname }: FdbEntry): string => dst ?? (nhid === null ? ifname : `nhid ${nhid}`)

/** Entries by id, and by the table a move takes them from. */
class Table {
  readonly #entries = new Map<string, FdbEntry>()
  readonly #places = new Map<string, Set<string>>()
  readonly #tableOf: (entry: FdbEntry) => string | null

  constructor(tableOf: (entry: FdbEntry) => string | null) {
    this.#tableOf = tableOf
  }

  put(id: string, entry: FdbEntry): void {
    this.remove(id)
    this.#entries.set(id, entry)
    const table = this.#tableOf(entry)
    if (table === null) return
    const place = this.#places.get(table)
    if (place) place.add(id)
    else this.#places.set(table, new Set([id]))
  }

  remove(id: string): void {
    const entry = this.#entries.get(id)
    if (!entry) return
    this.#entries.delete(id)
    const table = this.#tableOf(entry)
    if (table === null) return
    const place = this.#places.get(table)
    place?.delete(id)
    if (place?.size === 0) this.#places.delete(table)
  }

  /**
   * A move makes one line and no "Deleted" (`bridge monitor fdb`): where the MAC was before, it is no more. A group's
   * stands at several places, of which the move left one.
   */
  move(id: string, entry: FdbEntry, from: string | null): void {
    const table = this.#tableOf(entry)
    for (const other of [...((table === null ? null : this.#places.get(table)) ?? [])]) {
      const left = this.#entries.get(other)
      if (left && (!isGroupMac(entry.mac) || placeOf(left) === from)) this.remove(other)
    }
    this.put(id, entry)
  }

  entries(): FdbEntry[] {
    return [...this.#entries.values()]
  }
}

/** Entries or events that are gone through in some ms. */
const AT_ONCE = 500

/**
 * A node's reading as it was after `events` (oldest first, of that node). Identity, dst and kind of its rows are exact; ages
 * are those last recorded, told by `readAt`: the reading's own, for rows that came after it those of their event. Devices are as they were read: what
 * changes them comes with a keyframe. An event the reading already knows of changes nothing. Gives way now and then: a reading may
 * have 100,000 entries, and as many events behind it.
 */
export function* replay(reading: Reading, events: readonly Event[], idOf: IdOf): Generator<void, Reading> {
  // A row's identity and its table both name its MAC: what no event names can't be touched.
  const macs = new Set<string>()
  for (const [index, { row }] of events.entries()) {
    if (row !== null) macs.add(row.mac)
    if (index % AT_ONCE === AT_ONCE - 1) yield
  }
  if (macs.size === 0) return reading
  const linkOf = linksOf(reading)
  const table = new Table(entry => tableOf(entry, linkOf))
  const untold: FdbEntry[] = []
  for (const [index, entry] of reading.fdb.entries()) {
    if (macs.has(entry.mac)) table.put(idOf(entry), entry)
    else untold.push(entry)
    if (index % AT_ONCE === AT_ONCE - 1) yield
  }
  for (const [index, { kind, row, from }] of events.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) yield
    if (row === null) continue
    if (kind === 'learned' || kind === 'added') table.put(row.id, entryOf(row, idOf))
    else if (kind === 'moved') table.move(row.id, entryOf(row, idOf), from)
    else if (kind === 'gone') table.remove(row.id)
  }
  return { ...reading, fdb: untold.concat(table.entries()) }
}
