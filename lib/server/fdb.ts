import { EXPORT_LIMIT, FdbAnswer, FdbQuery } from '@/lib/model/api'
import { queryFdbInSteps } from '@/lib/overlay'
import { answerTurn, takeTurns } from '@/lib/turns'
import { prefers } from './accept'
import { exportFdb } from './fdb-export'
import { answer, head, refuse } from './http'
import { type Views, viewAt } from './past/view-at'
import { parseQuery } from './query'

/** `format` asks for a file. Without it, an answer, unless the request would rather have CSV. */
const fileOf = (request: Request, format: FdbQuery['format']): FdbQuery['format'] =>
  format ?? (prefers(request.headers.get('accept'), 'text/csv', 'application/json') ? 'csv' : undefined)

/** `/fdb`: a page of rows as JSON, or a file of all that match unless a limit is asked for. */
export const answerFdb = async (request: Request, views: Views): Promise<Response> => {
  const query = parseQuery(request, FdbQuery)
  if (!query.ok) return query.error
  const view = await viewAt(views, query.value.at)
  if (!view.ok) return view.error
  const format = fileOf(request, query.value.format)
  const limited = format === undefined || new URL(request.url).searchParams.has('limit')
  const limit = limited ? query.value.limit : EXPORT_LIMIT
  const page = await takeTurns(queryFdbInSteps(view.value.fdb, { ...query.value, limit }), answerTurn)
  if (!page.ok) return refuse('badRequest', page.error.message, page.error.hint)
  const about = head(view.value)
  return format === undefined
    ? answer(FdbAnswer, { ...about, ...page.value })
    : exportFdb({ query: query.value, head: about, page: page.value, format })
}
