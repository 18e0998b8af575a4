import { FdbAnswer, FdbQuery } from '@/lib/model/api'
import { queryFdb } from '@/lib/overlay'
import { fdbCsv } from './fdb-csv'
import { answer, head, refuse } from './http'
import { type Views, viewAt } from './past/view-at'
import { parseQuery } from './query'

const CSV_HEADERS = {
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': 'attachment; filename="vxscope-fdb.csv"',
  'cache-control': 'no-store',
}

const wantsCsv = (request: Request, format: FdbQuery['format']): boolean =>
  format === undefined ? (request.headers.get('accept') ?? '').startsWith('text/csv') : format === 'csv'

/** `/fdb`: a page of rows as JSON, or all that match as CSV unless a limit is asked for. */
export const answerFdb = async (request: Request, views: Views): Promise<Response> => {
  const query = parseQuery(request, FdbQuery)
  if (!query.ok) return query.error
  const view = await viewAt(views, query.value.at)
  if (!view.ok) return view.error
  const csv = wantsCsv(request, query.value.format)
  const unlimited = csv && !new URL(request.url).searchParams.has('limit')
  const page = queryFdb(view.value.fdb, unlimited ? { ...query.value, limit: Number.POSITIVE_INFINITY } : query.value)
  if (!page.ok) return refuse('badRequest', page.error.message, page.error.hint)
  return csv
    ? new Response(fdbCsv(page.value.rows), { headers: CSV_HEADERS })
    : answer(FdbAnswer, { ...head(view.value), ...page.value })
}
