import { answerChecks } from '@/lib/server/checks/answer-checks'
import { withRuntime } from '@/lib/server/http'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> => withRuntime(serving => answerChecks(request, serving))
