import type { Reading } from '@/lib/model/reading'
import { observeBasis, vxlanAgeing } from './ageing'
import type { RowParts } from './fdb-rows'
import { frameOf, isSameFrame } from './frame'
import { diffLinks } from './link-changes'
import type { FdbTable } from './live-table'
import { matchReading, type Unsettled } from './match-reading'
import { countMissed, goneNames, OWED_MS, renameRows, type Step, settleLeaving, tellOfLinks } from './steps'
import { TableEdit, type Telling } from './table-edit'
import { isVxlanEntry } from './view'

export interface ReadingOptions {
  /** When the reading was asked for, ms: what lines told since is newer than it. */
  startedAt: number
  /** Lines were followed without a gap since the last reading, so what differs is what they missed. */
  watched: boolean
}

const observeAlive = (edit: TableEdit, unsettled: readonly Unsettled[]) => {
  for (const { entry } of unsettled) {
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
): { different: string[]; order: RowParts[] } => {
  const { readAt } = reading
  const isNewer = (id: string) =>
    table.told.size > 0 && (table.told.get({ id })?.at ?? Number.NEGATIVE_INFINITY) >= startedAt
  const { unsettled, absent, order } = matchReading(edit, table, reading, isNewer)
  observeAlive(edit, unsettled)
  const different: string[] = []
  for (const { id, entry, known, at } of unsettled) {
    if (!known && isNewer(id)) continue
    if (!known) different.push(id)
    edit.putRow(id, known, entry.readAt === undefined ? { ...entry, readAt } : entry, absent, telling)
    order[at] = edit.rows.get(id)
  }
  for (const [id, row] of absent) {
    if (edit.rows.get(id) === undefined) continue
    edit.remove(row, reasonMissing(edit, row, gone, telling), telling)
    different.push(id)
  }
  return { different, order: order.filter(row => row !== undefined) }
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
  const frame = table.frame && isSameFrame(table.frame, reading) ? table.frame : frameOf(reading)
  const edit = new TableEdit(table, frame)
  const links = table.frame && frame !== table.frame ? diffLinks(table.frame.links, frame.links) : []
  if (first || table.lost) {
    edit.tellOfNode(at, 'nodeConnected', null, node, `${node} ${table.lost ? 'is back' : 'was reached'}.`)
  }
  tellOfLinks(edit, node, links, telling)
  settleLeaving(edit, table, startedAt)
  countMissed(edit, table, at - OWED_MS)
  renameRows(edit, table, links)
  const { different, order } = reconcile(edit, table, { reading, startedAt, gone: goneNames(links) }, telling)
  if (watched && !first && !table.lost) for (const id of different) edit.owed.set({ id, at })
  for (const { id, at: said } of table.told) if (said < startedAt) edit.told.delete(id)
  const { table: next, changes } = edit.result({ lost: null, readAt: at })
  const { rows } = next
  return { table: { ...next, read: order.length === rows.size ? { rows, order } : null }, changes }
}
