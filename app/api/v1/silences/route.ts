import { NoQuery } from '@/lib/model/api'
import { SilenceRequest } from '@/lib/model/silence'
import { answerSilence, answerSilences } from '@/lib/server/checks/answer-silences'
import { withChange } from '@/lib/server/guard'
import { withRuntime } from '@/lib/server/http'
import { parseQuery } from '@/lib/server/query'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> =>
  withRuntime(serving => {
    const query = parseQuery(request, NoQuery)
    return query.ok ? answerSilences(serving) : query.error
  })

export const POST = (request: Request): Promise<Response> =>
  withChange(request, { role: 'operator', schema: SilenceRequest }, answerSilence)
