import { NodesAnswer, NoQuery } from '@/lib/model/api'
import { AddNodes } from '@/lib/model/nodes-api'
import { withChange } from '@/lib/server/guard'
import { answer, head, withRuntime } from '@/lib/server/http'
import { answerAddNodes } from '@/lib/server/nodes/change-inventory'
import { parseQuery } from '@/lib/server/query'

export const dynamic = 'force-dynamic'

/** As large as an inventory may be. */
const MOST_BYTES = 4 * 1024 * 1024

export const GET = (request: Request): Promise<Response> =>
  withRuntime(({ bus, access }) => {
    const query = parseQuery(request, NoQuery)
    if (!query.ok) return query.error
    const snapshot = bus.current()
    const { nodes } = snapshot.overlay
    return answer(NodesAnswer, { ...head(snapshot), nodes, inventoryError: access.inventoryError() })
  })

export const POST = (request: Request): Promise<Response> =>
  withChange(request, { role: 'admin', schema: AddNodes, most: MOST_BYTES }, ({ nodes }, serving, who) =>
    answerAddNodes(nodes, serving, who),
  )
