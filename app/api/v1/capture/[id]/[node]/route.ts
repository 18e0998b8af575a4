import { currentPrincipal } from '@/lib/server/access/context'
import { answerPcap } from '@/lib/server/evidence/answer'
import { refuseRole } from '@/lib/server/guard'
import { withRuntime } from '@/lib/server/http'

export const dynamic = 'force-dynamic'

interface Context {
  params: Promise<{ id: string; node: string }>
}

export const GET = (_request: Request, { params }: Context): Promise<Response> =>
  withRuntime(async ({ evidence }) => {
    const { id, node } = await params
    return refuseRole(currentPrincipal(), 'operator') ?? answerPcap(evidence.shelf, id, node)
  })
