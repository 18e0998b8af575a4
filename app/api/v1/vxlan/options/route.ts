import { answerOptions } from '@/lib/server/change/answer-options'
import { withRuntime } from '@/lib/server/http'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> => withRuntime(serving => answerOptions(request, serving))
