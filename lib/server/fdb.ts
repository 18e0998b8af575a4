import type { Snapshot } from '@/lib/bus'
import { FdbAnswer, FdbQuery } from '@/lib/model/api'
import { queryFdb } from '@/lib/overlay'
import { fdbCsv } from './fdb-csv'
import { answer, head, refuse } from './http'
import { parseQuery } from './query'

const CSV_HEADERS = {
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': 'attachment; filename="vxscope-fdb.csv"',
  'cache-control': 'no-store',
}

const wantsCsv = (request: Request, format: FdbQuery['format']): boolean =>
  format === undefined ? (request.headers.get('accept') ?? '').startsWith('text/csv') : format === 'csv'

/** `/fdb`: a page of rows as JSON, or all that match as CSV unless a limit is asked for. */
export const answerFdb = (request: Request, snapshot: Snapshot): Response => {
  const query = parseQuery(request, FdbQuery)
  if (!query.ok) return query.error
  const csv = wantsCsv(request, query.value.format)
  const unlimited = csv && !new URL(request.url).searchParams.has('limit')
  const page = queryFdb(snapshot.fdb, unlimited ? { ...query.value, limit: Number.POSITIVE_INFINITY } : query.value)
  if (!page.ok) return refuse('badRequest', page.error.message, page.error.hint)
  return csv
    ? new Response(fdbCsv(page.value.rows), { headers: CSV_HEADERS })
    : answer(FdbAnswer, { ...head(snapshot), ...page.value })
}
