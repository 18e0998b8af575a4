import { NoQuery } from '@/lib/model/api'
import { answerLogout } from '@/lib/server/access/answer-login'
import { withChange } from '@/lib/server/guard'

export const dynamic = 'force-dynamic'

export const POST = (request: Request): Promise<Response> =>
  withChange(request, { role: 'viewer', schema: NoQuery }, (_body, serving) => answerLogout(serving))
