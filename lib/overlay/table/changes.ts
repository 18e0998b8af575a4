import type { FdbEntry, Link, Reading } from '@/lib/model/reading'
import { observeBasis, vxlanAgeing } from '../ageing'
import type { RowParts } from '../build/fdb-rows'
import { isVxlanEntry } from '../build/view'
import type { FdbLine, FdbTable } from './fdb-table'
import type { Telling } from './row-teller'
import { countMissed, LEAVING_MS, OWED_MS, type Step, settleOne, unchanged } from './steps'
import { TableEdit } from './table-edit'

export { applyFdbReading, beginFdbReading, type ReadingOptions, type ReadingSteps } from './reconcile'
export type { Step } from './steps'

/** The kernel's own echo of a change that a driver has told of already names neither destination nor group: it is no row. */
const isEcho = ({ dst, nhid, flags }: FdbEntry, link: Link | undefined): boolean =>
  dst === null && nhid === null && flags.includes('self') && (link?.kind === 'vxlan' || link?.kind === 'bridge')

/** What was known of an entry at its end, at most: an age grows unless it is refreshed. */
const agesAtEnd = ({ used, updated, readAt }: FdbEntry, at: number) => {
  const since = readAt === undefined ? 0 : (at - readAt) / 1000
  return { used: used === null ? null : used + since, updated: updated === null ? null : updated + since }
}

const takeDeleted = (edit: TableEdit, row: RowParts, { aged, entry }: FdbLine, telling: Telling) => {
  if (aged) {
    const link = edit.linkOf(entry)
    const ageing = vxlanAgeing(link?.vxlan?.ageing ?? null)
    const ages = entry.used === null || entry.updated === null ? agesAtEnd(row.entry, telling.at) : entry
    if (ageing !== null && isVxlanEntry(entry, link)) edit.observe(observeBasis(ages, ageing, 'aged'))
    edit.remove(row, 'aged', telling)
  } else edit.remove(row, edit.deviceReason(row.entry), telling)
}

/** What is new has just been used and updated, where the line doesn't say. */
const withAges = (entry: FdbEntry, known: RowParts | undefined, at: number): FdbEntry => {
  if (entry.used !== null || entry.updated !== null) return { ...entry, readAt: at }
  if (!known) return { ...entry, used: 0, updated: 0, readAt: at, exact: true }
  const { used, updated, readAt = at, exact } = known.entry
  return { ...entry, used, updated, readAt, ...(exact && { exact }) }
}

const takeLine = (edit: TableEdit, line: FdbLine, telling: Telling) => {
  const { deleted, entry } = line
  const id = edit.idOf(entry)
  const known = edit.rows.get(id)
  if (edit.owed.get(id)) edit.owed.delete(id)
  edit.told.set({ id, at: telling.at })
  if (!deleted) {
    if (known || !isEcho(entry, edit.linkOf(entry))) edit.put(withAges(entry, known, telling.at), null, telling)
  } else if (known) takeDeleted(edit, known, line, telling)
}

/**
 * Takes lines of `bridge monitor fdb` that came at `at` (ms) unless they tell it themselves, in their order. Before the first reading they are nothing to
 * go by, since nobody knows what they change.
 */
export const applyFdbLines = (table: FdbTable, lines: readonly FdbLine[], at: number): Step => {
  if (table.frame === null) return { table, changes: unchanged(table) }
  const edit = new TableEdit(table, table.frame)
  for (const line of lines) takeLine(edit, line, { at: line.at ?? at, quiet: false, unseen: false })
  return edit.result()
}

/** As `applyFdbLines`, of one. */
export const applyFdbLine = (table: FdbTable, line: FdbLine, at: number): Step => applyFdbLines(table, [line], at)

/**
 * The node can't be read any more: one event about itself, once, and its rows stay as they were. `refused` tells a login
 * that was turned away from a node that can't be reached.
 */
export const applyFailure = (
  table: FdbTable,
  { refused, message }: { refused: boolean; message: string },
  at: number,
): Step => {
  const kind = refused ? 'nodeRefused' : 'nodeLost'
  if (table.lost?.kind === kind) return { table, changes: unchanged(table) }
  const edit = new TableEdit(table, table.frame ?? NEVER_READ)
  for (const left of table.leaving) edit.settle(left, 'unknown')
  const what = refused ? `${table.node} refuses the login` : `${table.node} can't be reached`
  edit.tellOfNode(at, kind, null, table.node, `${what}: ${message}`)
  const { table: next, changes } = edit.result({ lost: { kind, since: table.lost?.since ?? at } })
  return { table: { ...next, frame: table.frame }, changes: { ...changes, frame: null } }
}

/** Decides what only time can: call it at `settleAt`. Of more rows than `most`, the rest is left for the next call. */
export const settleFdb = (table: FdbTable, at: number, most = Number.POSITIVE_INFINITY): Step => {
  if (table.frame === null || table.leaving.size + table.owed.size === 0) return { table, changes: unchanged(table) }
  const edit = new TableEdit(countMissed(table, at - OWED_MS), table.frame)
  let settled = 0
  for (const left of table.leaving) {
    if (settled >= most) break
    if (settleOne(edit, left, at - LEAVING_MS)) settled += 1
  }
  return edit.result()
}

/** When `settleFdb` is next worth a call, ms; `null` for never. */
export const settleAt = ({ leaving, owed }: FdbTable): number | null => {
  const times = [...leaving.items().map(({ at }) => at + LEAVING_MS), ...owed.items().map(({ at }) => at + OWED_MS)]
  return times.length === 0 ? null : times.reduce((least, time) => Math.min(least, time))
}

const NEVER_READ: Reading = {
  readAt: 0,
  profile: {
    platform: 'unknown',
    os: null,
    kernel: null,
    iproute2: null,
    ipJson: false,
    bridgeJson: false,
    bridgeVni: false,
  },
  ...{ links: [], fdb: [], nexthops: [], vnis: [], vlanTunnels: [], routes: [], outputs: [] },
}
