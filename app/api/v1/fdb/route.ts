import { answerFdb } from '@/lib/server/fdb'
import { withRuntime } from '@/lib/server/http'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> => withRuntime(serving => answerFdb(request, serving))
