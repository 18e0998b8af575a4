import { NodeAnswer } from '@/lib/model/api'
import { answer, head } from '@/lib/server/http'
import { type NodeContext, withNode } from '@/lib/server/with-node'

export const dynamic = 'force-dynamic'

export const GET = (request: Request, context: NodeContext): Promise<Response> =>
  withNode(request, context, (snapshot, node, reading) =>
    answer(NodeAnswer, { ...head(snapshot), node, links: reading?.links ?? [] }),
  )
