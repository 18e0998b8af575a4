import { withRuntime } from '@/lib/server/http'
import { answerOverlay } from '@/lib/server/overlay'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> => withRuntime(serving => answerOverlay(request, serving))
