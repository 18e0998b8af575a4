import type { z } from 'zod'
import { type ApiError, ErrorBody, type FieldProblem, InvalidBody } from '@/lib/model/error'
import { goToLogin } from './go-to-login'
import { isPastUrl, whilePending } from './past-requests'
import { noteServerNow } from './server-clock'

const TIMEOUT_MS = 15_000
/** Where nodes are asked over SSH first, a login each. */
export const NODES_TIMEOUT_MS = 60_000

/** A request that failed: `error` says how, also where no server answered (`noServer`) or not ours did (`badAnswer`). */
export class ApiFault extends Error {
  constructor(
    readonly error: ApiError,
    readonly status: number | null,
    /** Values of the request that can't be taken. */
    readonly fields: readonly FieldProblem[] = [],
    /** The refusal as it came, for whoever knows more of its shape. */
    readonly body: unknown = null,
  ) {
    super(error.message)
    this.name = 'ApiFault'
  }
}

/** What only reads is asked for again by whoever asks; what changes something never is. */
const noServer = ({ method }: RequestInit): ApiError => ({
  code: 'noServer',
  message: 'No answer from the vxscope server.',
  hint: `The server may have been stopped, or the connection to it is cut. ${
    method === undefined ? 'This page tries again every few seconds.' : 'Try again when it is back.'
  }`,
})

const badAnswer = (url: string, detail: string): ApiError => ({
  code: 'badAnswer',
  message: `What ${url.split('?')[0]} answered is not what this page expects: ${detail}.`,
  hint: 'Page and server may be of different versions: reload the page. If it stays, something between them answers in the server’s place.',
})

const readJson = async (response: Response, url: string): Promise<unknown> => {
  try {
    return await response.json()
  } catch {
    throw new ApiFault(badAnswer(url, `HTTP ${response.status} without JSON`), response.status)
  }
}

/** The response to a request that was not refused. Throws `ApiFault`, never anything else. */
export const request = async (url: string, init: RequestInit): Promise<Response> => {
  let response: Response
  try {
    response = await fetch(url, { cache: 'no-store', ...init })
  } catch {
    throw new ApiFault(noServer(init), null)
  }
  if (response.ok || response.status === 304) return response
  const body = await readJson(response, url)
  if (response.status === 401) goToLogin()
  const refused = ErrorBody.safeParse(body)
  const fields = InvalidBody.safeParse(body).data?.fields
  const error = refused.success ? refused.data.error : badAnswer(url, `HTTP ${response.status}`)
  throw new ApiFault(error, response.status, fields, body)
}

const readAnswer = async <T extends object>(schema: z.ZodType<T>, url: string, response: Response): Promise<T> => {
  const body = await readJson(response, url)
  const answer = schema.safeParse(body)
  if (!answer.success) {
    const [issue] = answer.error.issues
    throw new ApiFault(badAnswer(url, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim()), response.status)
  }
  if ('now' in answer.data && typeof answer.data.now === 'string') noteServerNow(answer.data.now)
  return answer.data
}

const fetchOne = async <T extends object>(schema: z.ZodType<T>, url: string, timeoutMs: number): Promise<T> => {
  const signal = AbortSignal.timeout(timeoutMs)
  return readAnswer(schema, url, await request(url, { headers: { accept: 'application/json' }, signal }))
}

/** GETs `url` and reads the answer by its schema. Throws `ApiFault`, never anything else. Keeps the server's clock where it is told. */
export const fetchAnswer = <T extends object>(
  schema: z.ZodType<T>,
  url: string,
  timeoutMs = TIMEOUT_MS,
): Promise<T> => {
  const answer = fetchOne(schema, url, timeoutMs)
  return isPastUrl(url) ? whilePending(answer) : answer
}

/** How a request that changes something is sent: the server takes no other. */
export const asChange = (method: 'POST' | 'PUT' | 'DELETE', body: object = {}): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** Changes something on the server and reads its answer. Throws `ApiFault`, never anything else. */
export const sendChange = async <T extends object>(schema: z.ZodType<T>, url: string, init: RequestInit): Promise<T> =>
  readAnswer(schema, url, await request(url, { ...init, signal: AbortSignal.timeout(NODES_TIMEOUT_MS) }))

/** As `fetchAnswer` of now, and gives the answer it had before, the same object, where the server says that nothing has changed since. */
export const createConditionalFetch = <T extends object>(schema: z.ZodType<T>): ((url: string) => Promise<T>) => {
  let kept: { url: string; tag: string; answer: T } | null = null
  return async url => {
    const unless = kept?.url === url ? { 'if-none-match': kept.tag } : {}
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await request(url, { headers: { accept: 'application/json', ...unless }, signal })
    if (response.status === 304 && kept?.url === url) return kept.answer
    const answer = await readAnswer(schema, url, response)
    const tag = response.headers.get('etag')
    kept = tag === null ? null : { url, tag, answer }
    return answer
  }
}
