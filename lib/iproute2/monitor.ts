import type { FdbJsonRow } from '@/lib/model/iproute2'
import { parseFdbText } from './fdb-text'
import { isBlank, issue } from './lines'

/** One thing that happened to one row. */
export interface FdbMonitorEvent {
  deleted: boolean
  /** The row reached its age: the kernel marks it NUD_STALE before it deletes it (drivers/net/vxlan, `vxlan_cleanup`). */
  aged: boolean
  row: FdbJsonRow
}

/** `-t` prints one before each line, in the node's local time and without a zone: nothing to rely on. */
const TIMESTAMP = 'Timestamp: '

/**
 * Reads one whole line of `bridge [-s] [-d] [-t] monitor fdb`, its newline cut off but not the blank that may stand
 * before it. `null` for a line that tells of no row (a blank one, a time); an issue for one that can't be read. A row
 * that is learned, changed or moved prints alike: only what was known before tells which. Never throws.
 */
export const parseFdbMonitorLine = (line: string): FdbMonitorEvent | { issue: string } | null => {
  if (isBlank(line) || line.startsWith(TIMESTAMP)) return null
  const { rows, issues } = parseFdbText(`${line}\n`)
  const [first] = rows
  if (first === undefined || rows.length > 1 || issues.length > 0) return { issue: issue(1, line).text }
  const { deleted = false, ...row } = first
  return { deleted, aged: deleted && row.state === 'stale', row }
}
