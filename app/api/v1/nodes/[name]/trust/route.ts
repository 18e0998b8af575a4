import { TrustRequest } from '@/lib/model/nodes-api'
import { withChange } from '@/lib/server/guard'
import { answerTrust } from '@/lib/server/nodes/answer-trust'
import { namedNode } from '@/lib/server/nodes/named-node'
import type { NodeContext } from '@/lib/server/with-node'

export const dynamic = 'force-dynamic'

export const POST = (request: Request, { params }: NodeContext): Promise<Response> =>
  withChange(request, { role: 'admin', schema: TrustRequest }, async (body, serving, who) => {
    const node = namedNode((await params).name, body.node, serving)
    return node.ok ? answerTrust(node.value, body, serving, who) : node.error
  })
