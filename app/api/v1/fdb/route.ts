import { answerFdb } from '@/lib/server/fdb'
import { withSnapshot } from '@/lib/server/http'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> => withSnapshot(snapshot => answerFdb(request, snapshot))
