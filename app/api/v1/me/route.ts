import { answerMe } from '@/lib/server/access/answer-login'
import { withRuntime } from '@/lib/server/http'

export const dynamic = 'force-dynamic'

export const GET = (): Promise<Response> => withRuntime(answerMe)
