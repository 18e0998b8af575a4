import { answerPcap } from '@/lib/server/evidence/answer'
import { withRole } from '@/lib/server/guard'

export const dynamic = 'force-dynamic'

interface Context {
  params: Promise<{ id: string; node: string }>
}

export const GET = (request: Request, { params }: Context): Promise<Response> =>
  withRole('operator', async ({ evidence }) => {
    return answerPcap(request, evidence.shelf, await params)
  })
