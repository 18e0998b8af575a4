import { TestRequest } from '@/lib/model/nodes-api'
import { withChange } from '@/lib/server/guard'
import { answerTest } from '@/lib/server/nodes/answer-test'
import { namedNode } from '@/lib/server/nodes/named-node'
import type { NodeContext } from '@/lib/server/with-node'

export const dynamic = 'force-dynamic'

export const POST = (request: Request, { params }: NodeContext): Promise<Response> =>
  withChange(request, { role: 'admin', schema: TestRequest }, async ({ node: described }, serving, who) => {
    const node = namedNode((await params).name, described, serving)
    if (!node.ok) return node.error
    return answerTest({ node: node.value, described, who, signal: request.signal }, serving)
  })
