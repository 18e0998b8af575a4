import { planChange } from '@/lib/change'
import { type ChangeRefusal, type FieldProblem, parseChange, refusalOf } from '@/lib/model/change'
import { Plan } from '@/lib/model/plan'
import { fail, ok, type Result } from '@/lib/model/result'
import { answer, refuse } from '../http'
import type { Runtime } from '../runtime'
import { type FactsRead, PLAN_VALID_FOR, sha256 } from './read-facts'

/** A change of 500 nodes with every field is some 300 kB. */
const MAX_BYTES = 1024 * 1024

const HINT = 'Send a change as JSON, with content-type application/json; /api/v1/openapi.json describes it.'

const readBounded = async (body: ReadableStream<Uint8Array> | null): Promise<string | null> => {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.length
    if (length > MAX_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** A request's body as JSON. A page of another site can't send this content type without being asked for by CORS first. */
const readJson = async (request: Request): Promise<Result<unknown, Response>> => {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') return fail(refuse('badRequest', 'the body is not JSON', HINT))
  const text = await readBounded(request.body)
  if (text === null) return fail(refuse('badRequest', `the body is larger than ${MAX_BYTES} bytes`, HINT))
  try {
    const parsed: unknown = JSON.parse(text)
    return ok(parsed)
  } catch {
    return fail(refuse('badRequest', 'the body is not JSON', HINT))
  }
}

const unprocessable = (refusal: ChangeRefusal): Response =>
  Response.json(refusal, { status: 422, headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } })

const unasked = (failed: FactsRead['failed']): FieldProblem[] =>
  failed.map(({ node, error }) => ({ node, field: 'node', message: `could not be asked: ${error.message}` }))

/** `POST /vxlan/plan`: what a change would do, or why it is refused (422). Reads, and changes nothing. */
export const answerPlan = async (request: Request, { readFacts }: Pick<Runtime, 'readFacts'>): Promise<Response> => {
  const body = await readJson(request)
  if (!body.ok) return body.error
  const change = parseChange(body.value)
  if (!change.ok) return unprocessable(change.error)
  const { facts, failed } = await readFacts(change.value)
  if (failed.length > 0) return unprocessable(refusalOf(unasked(failed)))
  const plan = planChange(change.value, facts, { now: Date.now(), validFor: PLAN_VALID_FOR, hash: sha256 })
  return plan.ok ? answer(Plan, plan.value) : unprocessable(plan.error)
}
