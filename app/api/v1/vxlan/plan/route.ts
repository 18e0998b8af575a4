import { answerPlan } from '@/lib/server/change/answer-plan'
import { withRuntime } from '@/lib/server/http'

export const dynamic = 'force-dynamic'

export const POST = (request: Request): Promise<Response> =>
  withRuntime(({ readFacts, access, changes: { plans } }) =>
    answerPlan(request, { readFacts, plans, planValid: access.inventory().apply.planValid }),
  )
