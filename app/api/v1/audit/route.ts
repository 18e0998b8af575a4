import { answerAudit } from '@/lib/server/answer-audit'
import { withRole } from '@/lib/server/guard'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> =>
  withRole('operator', ({ history }) => answerAudit(request, history))
