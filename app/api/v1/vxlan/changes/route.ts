import { NoQuery } from '@/lib/model/api'
import { answerChanges } from '@/lib/server/change/answer-changes'
import { withRuntime } from '@/lib/server/http'
import { parseQuery } from '@/lib/server/query'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> =>
  withRuntime(serving => {
    const query = parseQuery(request, NoQuery)
    return query.ok ? answerChanges(serving) : query.error
  })
