import { LoginRequest } from '@/lib/model/access'
import { answerLogin } from '@/lib/server/access/answer-login'
import { currentAsker } from '@/lib/server/access/context'
import { readBody, refuseForeign } from '@/lib/server/guard'
import { refuseNobody, withAnybody } from '@/lib/server/http'

export const dynamic = 'force-dynamic'

const MOST_BYTES = 4096

export const POST = (request: Request): Promise<Response> =>
  withAnybody(async serving => {
    const foreign = refuseForeign(request)
    if (foreign !== null) return foreign
    const body = await readBody(request, LoginRequest, MOST_BYTES)
    if (!body.ok) return body.error
    const asker = currentAsker()
    return asker ? answerLogin(body.value, serving, asker) : refuseNobody()
  })
