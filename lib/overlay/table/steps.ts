import type { FdbChange, FdbTable, Leaving } from './fdb-table'
import type { LinkChange } from './link-changes'
import type { Telling } from './row-teller'
import type { TableEdit } from './table-edit'

/** The next table, and what that changed. */
export interface Step {
  table: FdbTable
  changes: FdbChange
}

/** So long a row that was deleted early waits for word of its device, ms. */
export const LEAVING_MS = 300

/** So much later than a reading a line may come that tells the same, ms. */
export const OWED_MS = 2_000

/** Nothing happened. */
export const unchanged = ({ node, readAt, observed, missed }: FdbTable): FdbChange => ({
  ...{ node, put: [], remove: [], frame: null, readAt, observed, missed, events: [] },
})

const LINK_WORDS: Readonly<Record<LinkChange['kind'], string>> = {
  linkUp: 'came up',
  linkDown: 'went down',
  linkAdded: 'was added',
  linkGone: 'was deleted',
  linkChanged: 'changed',
}

export const tellOfLinks = (
  edit: TableEdit,
  node: string,
  changes: readonly LinkChange[],
  { at, quiet, unseen }: Telling,
) => {
  if (quiet) return
  for (const { kind, link, before, details } of changes) {
    const name = before?.ifname ?? link.ifname
    const text = `${name} on ${node} ${LINK_WORDS[kind]}${details === '' ? '' : `: ${details}`}.`
    edit.tellOfNode(at, kind, unseen ? 'unknown' : null, link.ifname, text)
  }
}

/** Carries rows of a renamed device, or of a renamed bridge, to their new name. */
export const renameRows = (edit: TableEdit, table: FdbTable, changes: readonly LinkChange[]) => {
  const names = new Map<string, string>()
  for (const { before, link } of changes)
    if (before && before.ifname !== link.ifname) names.set(before.ifname, link.ifname)
  if (names.size === 0) return
  for (const row of table.rows) {
    const { ifname, master, via } = row.entry
    const now = (name: string | null) => (name === null ? null : (names.get(name) ?? name))
    const entry = { ...row.entry, ifname: names.get(ifname) ?? ifname, master: now(master), via: now(via) }
    if (entry.ifname !== ifname || entry.master !== master || entry.via !== via) edit.rename(row, entry)
  }
}

/** A row that a line took away and whose reason is still open. True when it no longer is. */
export const settleOne = (edit: TableEdit, left: Leaving, before: number): boolean => {
  const reason = edit.deviceReason(left.row.entry) ?? (left.at <= before ? 'flushed' : null)
  if (reason) edit.settle(left, reason)
  return reason !== null
}

/** What no line has told of since is missed for good. */
export const countMissed = (table: FdbTable, before: number): FdbTable => {
  const owed = table.owed.filter(({ at }) => at > before)
  return owed.size === table.owed.size ? table : { ...table, owed, missed: table.missed + table.owed.size - owed.size }
}

/** Names of devices that are no longer what they were, one made anew under its name included. */
export const goneNames = (changes: readonly LinkChange[]): ReadonlySet<string> =>
  new Set(changes.flatMap(({ kind, link }) => (kind === 'linkGone' ? [link.ifname] : [])))
