import { FdbAnswer, FdbQuery } from '@/lib/model/api'
import { queryFdb } from '@/lib/server/fdb'
import { fdbCsv } from '@/lib/server/fdb-csv'
import { answer, head, refuse, withSnapshot } from '@/lib/server/http'
import { parseQuery } from '@/lib/server/query'

export const dynamic = 'force-dynamic'

const wantsCsv = (request: Request, format: FdbQuery['format']): boolean =>
  format === undefined ? (request.headers.get('accept') ?? '').startsWith('text/csv') : format === 'csv'

export const GET = (request: Request): Promise<Response> =>
  withSnapshot(snapshot => {
    const query = parseQuery(request, FdbQuery)
    if (!query.ok) return query.error
    const found = queryFdb(snapshot.fdb, query.value)
    if (!found.ok) return refuse('badRequest', found.error.message, found.error.hint)
    if (!wantsCsv(request, query.value.format)) return answer(FdbAnswer, { ...head(snapshot), ...found.value })
    return new Response(fdbCsv(found.value.rows), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="vxscope-fdb.csv"',
        'cache-control': 'no-store',
      },
    })
  })
