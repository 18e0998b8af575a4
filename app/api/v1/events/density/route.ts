import { answerDensity } from '@/lib/server/density'
import { withRuntime } from '@/lib/server/http'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> =>
  withRuntime(({ history }) => answerDensity(request, history))
