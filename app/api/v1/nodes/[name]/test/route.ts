import { TestRequest } from '@/lib/model/nodes-api'
import { withChange } from '@/lib/server/guard'
import { answerTest } from '@/lib/server/nodes/answer-test'
import { namedNode } from '@/lib/server/nodes/named-node'
import type { NodeContext } from '@/lib/server/with-node'

export const dynamic = 'force-dynamic'

export const POST = (request: Request, { params }: NodeContext): Promise<Response> =>
  withChange(request, { role: 'admin', schema: TestRequest }, async (body, serving, who) => {
    const node = namedNode((await params).name, body.node, serving)
    if (!node.ok) return node.error
    await serving.audit.record({
      ...{ who, from: who.from, nodes: [node.value.name] },
      action: 'connectionTested',
      output: body.node ? JSON.stringify(body.node) : '',
      result: 'begun',
    })
    return answerTest(node.value, serving, request.signal)
  })
