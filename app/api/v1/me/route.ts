import { NoQuery } from '@/lib/model/api'
import { answerMe } from '@/lib/server/access/answer-login'
import { withRuntime } from '@/lib/server/http'
import { parseQuery } from '@/lib/server/query'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> =>
  withRuntime(() => {
    const query = parseQuery(request, NoQuery)
    return query.ok ? answerMe() : query.error
  })
