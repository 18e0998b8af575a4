import type { z } from 'zod'
import type { Snapshot } from '@/lib/bus'
import type { ApiError, FieldProblem, InvalidBody, RequestError, RequestErrorCode } from '@/lib/model/error'
import type { Head } from '@/lib/model/overlay'
import { currentAsker } from './access/context'
import { LOGIN_NEEDED } from './access/role-needed'
import { runningRuntime } from './instance'
import { log } from './log'
import type { Serving } from './serving'

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

const STATUS: Record<RequestErrorCode, number> = {
  badRequest: 400,
  notFound: 404,
  wrongMethod: 405,
  hostRefused: 421,
  starting: 503,
  noHistory: 503,
  tooOld: 404,
  internal: 500,
  originRefused: 403,
  forbidden: 403,
  loginNeeded: 401,
  wrongLogin: 401,
  tooManyAttempts: 429,
  tooLarge: 413,
  invalid: 422,
  nameTaken: 422,
  changedMeanwhile: 409,
  inventoryUnusable: 409,
  cannotWrite: 500,
  otherKey: 409,
  cannotTrust: 409,
  notSwitchedOn: 409,
  cannotProbe: 422,
  busy: 409,
  readOnly: 409,
  planAgain: 409,
  cannotRead: 409,
  notAsking: 409,
}

export const iso = (ms: number): string => new Date(ms).toISOString()

export const head = ({ revision, at }: Pick<Snapshot, 'revision' | 'at'>): Head => ({
  revision,
  at: iso(at),
  now: iso(Date.now()),
})

/** An answer of the API. Its type is the schema that the client reads it with. */
export const answer = <Schema extends z.ZodType>(_schema: Schema, body: z.output<Schema>, status = 200): Response =>
  Response.json(body, { status, headers: HEADERS })

/** RFC 9110 §11.6.1 asks for it. No browser has a dialog for this scheme. */
const CHALLENGE = { 'www-authenticate': 'Bearer realm="vxscope"' }

/** What is wrong with values of the request itself: each is named in `fields`, and only there. */
const INVALID = ['invalid', 'nameTaken', 'cannotProbe'] as const satisfies readonly RequestErrorCode[]
type InvalidCode = (typeof INVALID)[number]

const isInvalid = (code: RequestErrorCode): code is InvalidCode => INVALID.some(each => each === code)

export const refuse = (
  code: Exclude<RequestErrorCode, InvalidCode>,
  message: string,
  hint: string,
  headers?: HeadersInit,
): Response => {
  const response = Response.json(
    { error: { code, message, hint } satisfies ApiError },
    { status: STATUS[code], headers: { ...HEADERS, ...(STATUS[code] === 401 && CHALLENGE) } },
  )
  for (const [name, value] of new Headers(headers)) response.headers.append(name, value)
  return response
}

export const refuseNobody = (): Response => refuse('loginNeeded', LOGIN_NEEDED.message, LOGIN_NEEDED.hint)

/** A request that is understood but can't be done as it is: with each value that is wrong. */
export const refuseFields = (
  code: InvalidCode,
  message: string,
  hint: string,
  fields: readonly FieldProblem[],
): Response =>
  Response.json({ error: { code, message, hint }, fields: [...fields] } satisfies InvalidBody, {
    status: STATUS[code],
    headers: HEADERS,
  })

/** An error in the shape that its code has. */
export const refuseError = ({ code, message, hint, fields }: RequestError): Response =>
  isInvalid(code) ? refuseFields(code, message, hint, fields) : refuse(code, message, hint)

/** One thing that is wrong, named by its parameter. */
const sentence = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'unrecognized_keys') return `unknown parameter ${issue.keys.map(key => `"${key}"`).join(', ')}`
  return issue.path.length > 0 ? `${issue.path.join('.')}: expected ${issue.message}` : issue.message
}

/** What is wrong with a query string, parameter by parameter, as one refusal. */
export const refuseInput = (error: z.ZodError, hint: string): Response =>
  refuse('badRequest', [...new Set(error.issues.map(sentence))].join('; '), hint)

type Handle = (runtime: Serving) => Response | Promise<Response>

/** As `withRuntime`, for those who haven't logged in, too. */
export const withAnybody = async (handle: Handle): Promise<Response> => {
  try {
    const runtime = await runningRuntime()
    if (!runtime) return refuse('starting', 'The collector is not running yet.', 'Try again in a moment.')
    return await handle(runtime)
  } catch (error) {
    log.failure(error)
    return refuse('internal', 'The server failed to answer.', 'Its log says why; please report it.')
  }
}

/** Runs a handler over what this process serves, for whom the gate let in; what goes wrong inside is logged here and never sent. */
export const withRuntime = async (handle: Handle): Promise<Response> =>
  currentAsker()?.who ? withAnybody(handle) : refuseNobody()

/** The same over the state as it is now. */
export const withSnapshot = (handle: (snapshot: Snapshot) => Response | Promise<Response>): Promise<Response> =>
  withRuntime(({ bus }) => handle(bus.current()))
