import { ImportAnsible, MAX_IMPORT } from '@/lib/model/nodes-api'
import { withChange } from '@/lib/server/guard'
import { answerAnsible } from '@/lib/server/nodes/answer-import'

export const dynamic = 'force-dynamic'

/** JSON doubles line ends and quotes. */
const MOST_BYTES = 2 * MAX_IMPORT

export const POST = (request: Request): Promise<Response> =>
  withChange(request, { role: 'admin', schema: ImportAnsible, most: MOST_BYTES }, ({ text }, serving) =>
    answerAnsible(text, serving),
  )
