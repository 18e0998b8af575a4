import type { z } from 'zod'
import { type ApiError, ErrorBody } from '@/lib/model/error'
import { noteServerNow } from './server-clock'

const TIMEOUT_MS = 15_000

/** A request that failed: `error` says how, also where no server answered (`noServer`) or not ours did (`badAnswer`). */
export class ApiFault extends Error {
  constructor(
    readonly error: ApiError,
    readonly status: number | null,
  ) {
    super(error.message)
    this.name = 'ApiFault'
  }
}

const NO_SERVER: ApiError = {
  code: 'noServer',
  message: 'No answer from the vxscope server.',
  hint: 'It may have been stopped, or the connection to it is cut. This page tries again every few seconds.',
}

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

const ask = async (url: string, headers: Record<string, string>): Promise<Response> => {
  try {
    return await fetch(url, {
      headers: { accept: 'application/json', ...headers },
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch {
    throw new ApiFault(NO_SERVER, null)
  }
}

const readAnswer = async <T extends object>(schema: z.ZodType<T>, response: Response, url: string): Promise<T> => {
  const body = await readJson(response, url)
  if (!response.ok) {
    const refused = ErrorBody.safeParse(body)
    throw new ApiFault(
      refused.success ? refused.data.error : badAnswer(url, `HTTP ${response.status}`),
      response.status,
    )
  }
  const answer = schema.safeParse(body)
  if (!answer.success) {
    const [issue] = answer.error.issues
    throw new ApiFault(badAnswer(url, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim()), response.status)
  }
  if ('now' in answer.data && typeof answer.data.now === 'string') noteServerNow(answer.data.now)
  return answer.data
}

/** GETs `url` and reads the answer by its schema. Throws `ApiFault`, never anything else. Keeps the server's clock where it is told. */
export const fetchAnswer = async <T extends object>(schema: z.ZodType<T>, url: string): Promise<T> =>
  readAnswer(schema, await ask(url, {}), url)

/** As `fetchAnswer`, and gives the answer it had before, the same object, where the server says that nothing has changed since. */
export const createConditionalFetch = <T extends object>(schema: z.ZodType<T>): ((url: string) => Promise<T>) => {
  let kept: { url: string; tag: string; answer: T } | null = null
  return async url => {
    const response = await ask(url, kept?.url === url ? { 'if-none-match': kept.tag } : {})
    if (response.status === 304 && kept?.url === url) return kept.answer
    const answer = await readAnswer(schema, response, url)
    const tag = response.headers.get('etag')
    kept = tag === null ? null : { url, tag, answer }
    return answer
  }
}
