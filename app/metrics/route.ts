import { withRuntime } from '@/lib/server/http'
import { answerMetrics } from '@/lib/server/metrics/answer-metrics'

export const dynamic = 'force-dynamic'

/** Parameters are no error: scrapers add their own. */
export const GET = (): Promise<Response> => withRuntime(answerMetrics)
