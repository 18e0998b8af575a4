import { ApplyRequest } from '@/lib/model/apply'
import { answerApply } from '@/lib/server/change/answer-changes'
import { withChange } from '@/lib/server/guard'

export const dynamic = 'force-dynamic'

export const POST = (request: Request): Promise<Response> =>
  withChange(request, { role: 'operator', schema: ApplyRequest }, answerApply)
