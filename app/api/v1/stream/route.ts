import { withRuntime } from '@/lib/server/http'
import { answerStream } from '@/lib/server/stream/answer'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> => withRuntime(({ stream }) => answerStream(request, stream))
