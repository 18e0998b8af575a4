import { UndoOthers } from '@/lib/model/apply'
import { answerUndoOthers } from '@/lib/server/change/answer-changes'
import { withChange } from '@/lib/server/guard'

export const dynamic = 'force-dynamic'

interface ChangeContext {
  params: Promise<{ id: string }>
}

export const POST = (request: Request, { params }: ChangeContext): Promise<Response> =>
  withChange(request, { role: 'operator', schema: UndoOthers }, async (body, serving, who) =>
    answerUndoOthers((await params).id, body, serving, who),
  )
