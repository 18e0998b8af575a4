import { NoQuery } from '@/lib/model/api'
import { answerUnsilence } from '@/lib/server/checks/answer-silences'
import { withChange } from '@/lib/server/guard'

export const dynamic = 'force-dynamic'

export const DELETE = (request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> =>
  withChange(request, { role: 'operator', schema: NoQuery }, async (_body, serving, who) =>
    answerUnsilence((await params).id, serving, who),
  )
