import type { Raw } from './grammar'
import { decimal, wordsOf } from './lines'

/** Columns of `ip -s link` and the keys of `stats64` they are. `missed` (5.10 and later) has no key there. */
const COLUMNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  RX: {
    ...{ bytes: 'bytes', packets: 'packets', errors: 'errors', dropped: 'dropped', overrun: 'over_errors' },
    ...{ mcast: 'multicast', compressed: 'compressed' },
  },
  'RX errors': {
    ...{ length: 'length_errors', crc: 'crc_errors', frame: 'frame_errors', fifo: 'fifo_errors' },
    ...{ missed: 'missed_errors', overrun: 'over_errors', nohandler: 'nohandler' },
  },
  TX: {
    ...{ bytes: 'bytes', packets: 'packets', errors: 'errors', dropped: 'dropped', carrier: 'carrier_errors' },
    ...{ collsns: 'collisions', compressed: 'compressed' },
  },
  'TX errors': {
    ...{ aborted: 'aborted_errors', fifo: 'fifo_errors', window: 'window_errors', heartbeat: 'heartbeat_errors' },
    ...{ heartbt: 'heartbeat_errors', transns: 'carrier_changes' },
  },
}

const HEADING = /^ {4}(RX|TX)( errors)?: *(.*)$/

/** True for the heading above a row of counters. */
export const isStatsHeading = (text: string): boolean => HEADING.test(text)

/** Reads a heading and the counters below it into the row's `stats64`. False where they don't fit each other. */
export const readStats = (heading: string, counters: string, row: Raw): boolean => {
  const found = HEADING.exec(heading)
  if (found === null) return false
  const side = found[1] === 'RX' ? 'rx' : 'tx'
  const keys = COLUMNS[`${found[1]}${found[2] ?? ''}`] ?? {}
  const columns = wordsOf(found[3] ?? '')
  const values = wordsOf(counters).map(decimal)
  if (values.length !== columns.length || values.includes(undefined)) return false
  const stats = record(row, 'stats64')
  const into = record(stats, side)
  columns.forEach((column, index) => {
    const key = keys[column]
    if (key !== undefined && into[key] === undefined) into[key] = values[index]
  })
  return true
}

const isRecord = (value: unknown): value is Raw => typeof value === 'object' && value !== null

/** The object under a key, made where it is missing. */
const record = (parent: Raw, key: string): Raw => {
  const existing = parent[key]
  if (isRecord(existing)) return existing
  const made: Raw = {}
  parent[key] = made
  return made
}
