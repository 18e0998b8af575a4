import type { History } from '@/lib/history'
import type { AuditEntry, AuditQuery } from '@/lib/model/audit'
import { csvCell } from './csv-cell'

const AT_ONCE = 1000
/** Of one file: some 100 MB at the very most. */
const MOST_ENTRIES = 100_000

const COLUMNS = ['at', 'who', 'via', 'from', 'action', 'result', 'nodes'] as const

const csvLine = (entry: AuditEntry): string => {
  const commands = entry.commands.map(({ node, command }) => `${node}: ${command}`).join('\n')
  const cells = [...COLUMNS.map(column => entry[column]), entry.plan?.digest ?? null, commands, entry.output]
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** All that matches, newest first, a page at a time. */
async function* pages(history: History, query: AuditQuery): AsyncGenerator<AuditEntry[]> {
  let cursor = query.cursor
  for (let count = 0; count < MOST_ENTRIES; count += AT_ONCE) {
    const page = await history.auditEntries({ ...query, limit: AT_ONCE, ...(cursor === undefined ? {} : { cursor }) })
    if (!page.ok) throw new Error(page.error.message)
    yield page.value.entries
    if (page.value.nextCursor === null) return
    cursor = page.value.nextCursor
  }
}

async function* csvPieces(history: History, query: AuditQuery): AsyncGenerator<string> {
  yield `${COLUMNS.join(',')},plan,commands,output\r\n`
  for await (const page of pages(history, query)) yield page.map(csvLine).join('')
}

async function* jsonPieces(history: History, query: AuditQuery): AsyncGenerator<string> {
  yield '{"entries":['
  let first = true
  for await (const page of pages(history, query)) {
    const lines = page.map(entry => JSON.stringify(entry)).join(',\n')
    if (lines !== '') yield `${first ? '' : ',\n'}${lines}`
    first = false
  }
  yield '],"nextCursor":null}\n'
}

const TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/json' } as const

/** The audit log as a file to keep. */
export const exportAudit = (history: History, query: AuditQuery, format: 'csv' | 'json', at: string): Response => {
  const pieces = format === 'csv' ? csvPieces(history, query) : jsonPieces(history, query)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    pull: async controller => {
      const piece = await pieces.next()
      if (piece.done) controller.close()
      else controller.enqueue(encoder.encode(piece.value))
    },
    cancel: async () => {
      await pieces.return(undefined)
    },
  })
  const moment = at.replace(/\.\d+Z$/, 'Z').replaceAll(':', '-')
  return new Response(body, {
    headers: {
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="vxscope-audit_${moment}.${format}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
