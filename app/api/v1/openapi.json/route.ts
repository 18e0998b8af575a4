import { answerOpenApi } from '@/lib/server/answer-openapi'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Response => answerOpenApi(request)
