import { CaptureRequest } from '@/lib/model/probe'
import { answerEvidence } from '@/lib/server/evidence/answer'
import { withChange } from '@/lib/server/guard'

export const dynamic = 'force-dynamic'

export const POST = (request: Request): Promise<Response> =>
  withChange(request, { role: 'operator', schema: CaptureRequest }, (body, { evidence }, who) =>
    answerEvidence(request.signal, stop => evidence.capture(body, who, stop)),
  )
