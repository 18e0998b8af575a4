import { NoQuery } from '@/lib/model/api'
import { withRole } from '@/lib/server/guard'
import { answerInventoryNode } from '@/lib/server/nodes/change-inventory'
import { parseQuery } from '@/lib/server/query'
import type { NodeContext } from '@/lib/server/with-node'

export const dynamic = 'force-dynamic'

export const GET = (request: Request, { params }: NodeContext): Promise<Response> =>
  withRole('admin', async serving => {
    const query = parseQuery(request, NoQuery)
    return query.ok ? answerInventoryNode((await params).name, serving) : query.error
  })
