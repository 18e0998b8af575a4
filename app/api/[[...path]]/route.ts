import { refuse } from '@/lib/server/http'

/** What no other resource of the API answers to. */
const answerNothing = (): Response =>
  refuse('notFound', 'There is no such resource.', 'GET /api/v1/openapi.json describes those there are.')

export {
  answerNothing as DELETE,
  answerNothing as GET,
  answerNothing as PATCH,
  answerNothing as POST,
  answerNothing as PUT,
}
