import { NoQuery, OverlayAnswer } from '@/lib/model/api'
import { answer, head, withSnapshot } from '@/lib/server/http'
import { parseQuery } from '@/lib/server/query'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> =>
  withSnapshot(snapshot => {
    const query = parseQuery(request, NoQuery)
    return query.ok ? answer(OverlayAnswer, { ...head(snapshot), ...snapshot.overlay }) : query.error
  })
