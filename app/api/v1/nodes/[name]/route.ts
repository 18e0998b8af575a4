import { NodeAnswer, NoQuery } from '@/lib/model/api'
import { ChangeNode } from '@/lib/model/nodes-api'
import { withChange } from '@/lib/server/guard'
import { answer, head } from '@/lib/server/http'
import { answerChangeNode, answerRemoveNode } from '@/lib/server/nodes/change-inventory'
import { type NodeContext, withNode } from '@/lib/server/with-node'

export const dynamic = 'force-dynamic'

export const GET = (request: Request, context: NodeContext): Promise<Response> =>
  withNode(request, context, (snapshot, node, reading) =>
    answer(NodeAnswer, { ...head(snapshot), node, links: reading?.links ?? [] }),
  )

export const PUT = (request: Request, { params }: NodeContext): Promise<Response> =>
  withChange(request, { role: 'admin', schema: ChangeNode }, async (node, serving, who) =>
    answerChangeNode((await params).name, node, serving, who),
  )

export const DELETE = (request: Request, { params }: NodeContext): Promise<Response> =>
  withChange(request, { role: 'admin', schema: NoQuery }, async (_body, serving, who) =>
    answerRemoveNode((await params).name, serving, who),
  )
