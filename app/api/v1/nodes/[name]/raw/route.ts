import { RawAnswer } from '@/lib/model/api'
import { answer, head, iso } from '@/lib/server/http'
import { type NodeContext, withNode } from '@/lib/server/with-node'

export const dynamic = 'force-dynamic'

export const GET = (request: Request, context: NodeContext): Promise<Response> =>
  withNode(request, context, (snapshot, { name }, reading) => {
    const outputs = reading?.outputs.map(output => ({ ...output, readAt: iso(reading.readAt) })) ?? []
    return answer(RawAnswer, { ...head(snapshot), node: name, outputs })
  })
