import { withRuntime } from '@/lib/server/http'
import { answerTrace } from '@/lib/server/trace/answer-trace'

export const dynamic = 'force-dynamic'

export const POST = (request: Request): Promise<Response> => withRuntime(serving => answerTrace(request, serving))
