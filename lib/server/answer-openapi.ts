import { NoQuery, OpenApiAnswer } from '@/lib/model/api'
import { answer } from './http'
import { openApi } from './openapi'
import { parseQuery } from './query'

const DOCUMENT = openApi()

/** `/openapi.json`: what the server answers, and to whom. */
export const answerOpenApi = (request: Request): Response => {
  const query = parseQuery(request, NoQuery)
  return query.ok ? answer(OpenApiAnswer, DOCUMENT) : query.error
}
