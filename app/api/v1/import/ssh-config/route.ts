import { NoQuery } from '@/lib/model/api'
import { withRole } from '@/lib/server/guard'
import { answerSshConfig } from '@/lib/server/nodes/answer-import'
import { parseQuery } from '@/lib/server/query'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> =>
  withRole('admin', serving => {
    const query = parseQuery(request, NoQuery)
    return query.ok ? answerSshConfig(serving) : query.error
  })
