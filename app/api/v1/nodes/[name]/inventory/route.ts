import { withRole } from '@/lib/server/guard'
import { answerInventoryNode } from '@/lib/server/nodes/change-inventory'
import type { NodeContext } from '@/lib/server/with-node'

export const dynamic = 'force-dynamic'

export const GET = (_request: Request, { params }: NodeContext): Promise<Response> =>
  withRole('admin', async serving => answerInventoryNode((await params).name, serving))
