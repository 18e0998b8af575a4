import { parseFdbMonitorLine } from '@/lib/iproute2'
import type { FdbEntry } from '@/lib/model/reading'
import { fdbEntryFrom } from './fdb-entries'

/** One change of a node's FDB, as its kernel told it. */
export interface FdbLine {
  deleted: boolean
  /** Went because its time had come. */
  aged: boolean
  entry: FdbEntry
}

/** One line of `bridge monitor fdb`: a change, `null` where it tells of none, or what of it can't be read. */
export const parseFdbLine = (line: string): FdbLine | { issue: string } | null => {
  const event = parseFdbMonitorLine(line)
  if (event === null || 'issue' in event) return event
  const entry = fdbEntryFrom(event.row, null)
  return entry ? { deleted: event.deleted, aged: event.aged, entry } : { issue: line.slice(0, 200) }
}
