import { NoQuery } from '@/lib/model/api'
import { answerChanges } from '@/lib/server/change/answer-changes'
import { withRole } from '@/lib/server/guard'
import { parseQuery } from '@/lib/server/query'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> =>
  withRole('operator', serving => {
    const query = parseQuery(request, NoQuery)
    return query.ok ? answerChanges(serving) : query.error
  })
