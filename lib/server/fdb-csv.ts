import type { FdbRow } from '@/lib/model/overlay'
import { csvCell } from './csv-cell'

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

/** CSV (RFC 4180) of FDB rows: one header line. */
export const csvHeader = `${COLUMNS.join(',')}\r\n`

/** One row as a line; empty where a value is not known. */
export const csvLine = (row: FdbRow): string => `${COLUMNS.map(column => csvCell(row[column])).join(',')}\r\n`
