import type { FdbRow } from '@/lib/model/overlay'

const COLUMNS = [
  'node',
  'ifname',
  'mac',
  'vni',
  'vlan',
  'dst',
  'dstNodes',
  'kind',
  'state',
  'used',
  'updated',
  'ageing',
  'expiresAt',
  'port',
  'via',
  'srcVni',
  'nhid',
  'master',
  'flags',
  'firstSeenAt',
  'moves',
  'readAt',
] as const satisfies readonly (keyof FdbRow)[]

/** A spreadsheet takes a leading = + - @ as a formula: a device name from a node must not become one. */
const FORMULA = /^[=+\-@\t\r]/

const cell = (value: FdbRow[(typeof COLUMNS)[number]]): string => {
  if (value === null) return ''
  const text = Array.isArray(value) ? value.join(' ') : String(value)
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** CSV (RFC 4180) of FDB rows: one header line. */
export const csvHeader = `${COLUMNS.join(',')}\r\n`

/** One row as a line; empty where a value is not known. */
export const csvLine = (row: FdbRow): string => `${COLUMNS.map(column => cell(row[column])).join(',')}\r\n`
