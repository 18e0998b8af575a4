import type { FdbEntry, Reading } from '@/lib/model/reading'
import { observeBasis, vxlanAgeing } from './ageing'
import type { RowParts } from './fdb-rows'
import { frameOf, frameText } from './frame'
import { diffLinks } from './link-changes'
import type { FdbTable } from './live-table'
import { countMissed, goneNames, OWED_MS, renameRows, type Step, settleLeaving, tellOfLinks } from './steps'
import { isSettled, TableEdit, type Telling } from './table-edit'
import { isVxlanEntry } from './view'

export interface ReadingOptions {
  /** When the reading was asked for, ms: what lines told since is newer than it. */
  startedAt: number
  /** Lines were followed without a gap since the last reading, so what differs is what they missed. */
  watched: boolean
}

/** Entries by id; of two with one the first. */
const byId = (edit: TableEdit, { fdb, readAt }: Reading): Map<string, FdbEntry> => {
  const entries = new Map<string, FdbEntry>()
  for (const entry of fdb) {
    const id = edit.idOf(entry)
    if (!entries.has(id)) entries.set(id, entry.readAt === undefined ? { ...entry, readAt } : entry)
  }
  return entries
}

const observeAlive = (edit: TableEdit, entries: Iterable<FdbEntry>) => {
  for (const entry of entries) {
    if (entry.state === 'permanent' || entry.state === 'static') continue
    const link = edit.linkOf(entry)
    const ageing = vxlanAgeing(link?.vxlan?.ageing ?? null)
    if (ageing === null || !isVxlanEntry(entry, link) || edit.kindOf(entry) !== 'learned') continue
    edit.observe(observeBasis(entry, ageing, 'alive'))
  }
}

/** Why a row is missing from a reading. A learned one whose end can't be known may have aged or not. */
const reasonMissing = (edit: TableEdit, row: RowParts, gone: ReadonlySet<string>, { at, unseen }: Telling) => {
  if (unseen) return 'unknown'
  const { ifname, master } = row.entry
  if (gone.has(ifname) || (master !== null && gone.has(master))) return 'deviceDeleted'
  const device = edit.deviceReason(row.entry)
  if (device !== null) return device
  const expiry = edit.expiryOf(row.entry)
  if (expiry !== null) return at >= expiry.earliest ? 'aged' : 'flushed'
  return edit.kindOf(row.entry) === 'learned' ? 'unknown' : 'flushed'
}

const reconcile = (
  edit: TableEdit,
  table: FdbTable,
  { reading, startedAt, gone }: { reading: Reading; startedAt: number; gone: ReadonlySet<string> },
  telling: Telling,
): string[] => {
  const entries = byId(edit, reading)
  observeAlive(edit, entries.values())
  const isNewer = (id: string) => (table.told.get({ id })?.at ?? Number.NEGATIVE_INFINITY) >= startedAt
  const absent = new Map<string, RowParts>()
  for (const { id } of table.rows) {
    if (entries.has(id)) continue
    const row = edit.rows.get(id)
    if (row && !isNewer(id)) absent.set(id, row)
  }
  for (const [id, row] of edit.rows.entries()) if (row && !entries.has(id)) absent.set(id, row)
  const different: string[] = []
  for (const [id, entry] of entries) {
    const known = edit.rows.get(id)
    if (known && isSettled(known.entry, entry)) continue
    if (!known && isNewer(id)) continue
    if (!known) different.push(id)
    edit.put(entry, absent, telling)
  }
  for (const [id, row] of absent) {
    if (edit.rows.get(id) === undefined) continue
    edit.remove(row, reasonMissing(edit, row, gone, telling), telling)
    different.push(id)
  }
  return different
}

/**
 * Takes a full reading: what differs from the table is put right. The first one only says what is there. After the node
 * was lost nobody knows when and why things changed, and the events say so.
 */
export const applyFdbReading = (table: FdbTable, reading: Reading, { startedAt, watched }: ReadingOptions): Step => {
  const { node } = table
  const at = reading.readAt
  const first = table.frame === null
  const telling = { at, quiet: first, unseen: table.lost !== null }
  const text = frameText(reading)
  const frame = table.frame && table.frameText === text ? table.frame : frameOf(reading)
  const edit = new TableEdit(table, frame)
  const links = table.frame && frame !== table.frame ? diffLinks(table.frame.links, frame.links) : []
  if (first || table.lost) {
    edit.tellOfNode(at, 'nodeConnected', null, node, `${node} ${table.lost ? 'is back' : 'was reached'}.`)
  }
  tellOfLinks(edit, node, links, telling)
  settleLeaving(edit, table, startedAt)
  countMissed(edit, table, at - OWED_MS)
  renameRows(edit, table, links)
  const different = reconcile(edit, table, { reading, startedAt, gone: goneNames(links) }, telling)
  if (watched && !first && !table.lost) for (const id of different) edit.owed.set({ id, at })
  for (const { id, at: said } of table.told) if (said < startedAt) edit.told.delete(id)
  return edit.result({ lost: null, readAt: at, frameText: text })
}
