import { type FdbAnswer, FdbQuery } from '@/lib/model/api'
import type { FdbRow } from '@/lib/model/overlay'
import { parseQueryWords, queryFdb } from '@/lib/overlay'
import { printable } from '@/lib/server/inventory'
import { EXIT, type Io, writeLine } from './io'
import { headOf, readOverlay, reportNodes } from './read-overlay'
import { type Column, renderTable, styleOf } from './table'

/** 130 → `2 m 10 s`, to the second below an hour. */
export const formatSeconds = (seconds: number): string => {
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes} m ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} m`
}

export const destination = ({ dst, dstNodes }: FdbRow): string | null => {
  if (dst === null) return null
  return dstNodes.length === 0 ? dst : `${dst} (${dstNodes.join(', ')})`
}

export const age = (seconds: number | null): string | null => (seconds === null ? null : formatSeconds(seconds))

export const FDB_COLUMNS: readonly Column<FdbRow>[] = [
  { title: 'NODE', value: row => row.node },
  { title: 'DEVICE', value: row => row.ifname },
  { title: 'MAC', value: row => row.mac },
  { title: 'VLAN', value: row => row.vlan, align: 'right' },
  { title: 'VNI', value: row => row.vni, align: 'right' },
  { title: 'DESTINATION', value: destination },
  { title: 'KIND', value: row => row.kind },
  { title: 'USED', value: row => age(row.used), align: 'right' },
  { title: 'UPDATED', value: row => age(row.updated), align: 'right' },
  { title: 'STATE', value: row => row.state },
]

export interface FdbArguments {
  configFile: string
  /** As in the bar above the table: `vni:42 node:vyos01 dst:10.0.2.253`, and bare words. */
  filter: string
  json: boolean
}

/** A filter as a query for all rows it matches; `null` where it is none or can match nothing, which has been told: before any node is asked. */
export const readFilter = (filter: string, io: Io): FdbQuery | null => {
  const query = FdbQuery.safeParse({ q: filter })
  if (!query.success) {
    writeLine(io.stderr, 'The filter is longer than 1000 characters.')
    return null
  }
  const problem = parseQueryWords(filter).find(word => word.problem)?.problem
  if (!problem) return { ...query.data, limit: Number.POSITIVE_INFINITY }
  for (const line of [problem.message, problem.hint]) writeLine(io.stderr, printable(line))
  return null
}

/** `vxscope fdb [FILTER]`: every node read once; the body of `/fdb`, all rows of it, as JSON, or a table. Gives the exit code. */
export const fdbCommand = async ({ configFile, filter, json }: FdbArguments, io: Io): Promise<number> => {
  const query = readFilter(filter, io)
  if (query === null) return EXIT.usage
  const read = await readOverlay(configFile, io)
  if (!read.ok) {
    writeLine(io.stderr, read.error)
    return EXIT.usage
  }
  const page = queryFdb(read.value.fdb, query)
  if (!page.ok) {
    writeLine(io.stderr, printable(page.error.message))
    return EXIT.usage
  }
  const body: FdbAnswer = { ...headOf(read.value), ...page.value }
  io.stdout.write(json ? `${JSON.stringify(body)}\n` : renderTable(body.rows, FDB_COLUMNS, styleOf(io)))
  return reportNodes(read.value, io)
}
