import { answerEvents } from '@/lib/server/events'
import { withRuntime } from '@/lib/server/http'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> => withRuntime(({ history }) => answerEvents(request, history))
