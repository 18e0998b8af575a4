import { NoQuery } from '@/lib/model/api'
import { answerChange } from '@/lib/server/change/answer-changes'
import { withRole } from '@/lib/server/guard'
import { parseQuery } from '@/lib/server/query'

export const dynamic = 'force-dynamic'

interface ChangeContext {
  params: Promise<{ id: string }>
}

export const GET = (request: Request, { params }: ChangeContext): Promise<Response> =>
  withRole('operator', async serving => {
    const query = parseQuery(request, NoQuery)
    return query.ok ? answerChange((await params).id, serving) : query.error
  })
