import type { z } from 'zod'
import { mayAs, type Principal, type Role } from '@/lib/model/access'
import { NoQuery } from '@/lib/model/api'
import type { FieldProblem } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import { currentAsker } from './access/context'
import { roleNeeded } from './access/role-needed'
import { refuse, refuseFields, refuseNobody, withRuntime } from './http'
import { parseQuery } from './query'
import type { Serving } from './serving'
import { wanted } from './wanted'

/** Of a request's body, unless told otherwise. */
const MOST_BYTES = 256 * 1024

const refuseOrigin = (message: string): Response =>
  refuse(
    'originRefused',
    message,
    'Only pages of this server, and programs that send `content-type: application/json`, may change something here.',
  )

/**
 * Whether a request that changes something comes from a page of ours or from a program, and not from a page of another site in
 * the user's browser; `null`: it does. Browsers say where a request comes from (Fetch Metadata; RFC 6454, Origin), and without
 * leave, which nobody is given here, they send no JSON to another site.
 */
export const refuseForeign = ({ headers }: Request): Response | null => {
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none')
    return refuseOrigin('This request comes from a page of another site.')
  const origin = headers.get('origin')
  if (origin !== null && (!URL.canParse(origin) || new URL(origin).host !== headers.get('host')))
    return refuseOrigin('This request comes from a page of another site.')
  const type = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  return type === 'application/json' ? null : refuseOrigin('This request has no content-type application/json.')
}

/** Whether who asks has a role; `null`: they have. */
export const refuseRole = (role: Role): Response | null => {
  const who = currentAsker()?.who
  if (!who) return refuseNobody()
  if (mayAs(who.role, role)) return null
  const { message, hint } = roleNeeded(who, role)
  return refuse('forbidden', message, hint)
}

/** Whether a request may change something: it isn't another site's, and who asks has the role; `null`: it may. */
export const refuseChange = (request: Request, role: Role): Response | null =>
  refuseRole(role) ?? refuseForeign(request)

/** The body's bytes as text; `null` when there are more than may be. */
const readBounded = async (request: Request, most: number): Promise<string | null> => {
  if (Number(request.headers.get('content-length') ?? 0) > most) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const parseJson = (text: string): unknown => {
  try {
    return text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    return undefined
  }
}

const problemsOf = (issue: z.core.$ZodIssue): FieldProblem[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map(key => ({ field: [...issue.path, key].join('.'), message: 'not known here' }))
    : [{ field: issue.path.join('.'), message: `expected ${issue.message}` }]

/** A number may be out of its bounds and of its kind at once. */
const eachOnce = (problems: readonly FieldProblem[]): FieldProblem[] => [
  ...new Map(problems.map(problem => [`${problem.field}\0${problem.message}`, problem])).values(),
]

/** A request's JSON body, checked; what is wrong in it is named value by value. A request that has one takes no parameters. */
export const readBody = async <Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  most = MOST_BYTES,
): Promise<Result<z.output<Schema>, Response>> => {
  const query = parseQuery(request, NoQuery)
  if (!query.ok) return query
  const text = await readBounded(request, most)
  if (text === null)
    return fail(refuse('tooLarge', `The request has more than ${Math.floor(most / 1024)} KiB.`, 'Send less at a time.'))
  const body = parseJson(text)
  if (body === undefined)
    return fail(refuse('badRequest', 'The request is not JSON.', 'See /api/v1/openapi.json for what it must hold.'))
  const parsed = schema.safeParse(body, { error: wanted })
  if (parsed.success) return ok(parsed.data)
  const fields = eachOnce(parsed.error.issues.flatMap(problemsOf))
  const message = fields.map(({ field, message }) => `${field}: ${message}`.replace(/^: /, '')).join('; ')
  return fail(
    refuseFields('invalid', message, 'Correct these values; /api/v1/openapi.json describes each.', fields.slice(0, 50)),
  )
}

interface ChangeOptions<Schema extends z.ZodType> {
  /** What one must be to do it. */
  role: Role
  /** Of the body. */
  schema: Schema
  /** Bytes of the body. */
  most?: number
}

/** Runs a handler that changes something: not for other sites, for those whose role allows it, and with a checked body. */
export const withChange = <Schema extends z.ZodType>(
  request: Request,
  { role, schema, most }: ChangeOptions<Schema>,
  handle: (body: z.output<Schema>, serving: Serving, who: Principal) => Response | Promise<Response>,
): Promise<Response> =>
  withRuntime(async serving => {
    const refused = refuseChange(request, role)
    if (refused !== null) return refused
    const who = currentAsker()?.who
    const body = await readBody(request, schema, most)
    if (!body.ok) return body.error
    return who ? handle(body.value, serving, who) : refuseNobody()
  })

/** Runs a handler that tells what not everybody who may read may know. */
export const withRole = (role: Role, handle: (serving: Serving) => Response | Promise<Response>): Promise<Response> =>
  withRuntime(serving => refuseRole(role) ?? handle(serving))
