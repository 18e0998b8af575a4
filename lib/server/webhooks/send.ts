import { readFile } from 'node:fs/promises'
import type { Webhook } from '@/lib/model/inventory'
import { fail, ok, type Result } from '@/lib/model/result'
import { resolveFile } from '../inventory/resolve-file'

/** Why a receiver was not told. Names no secret: neither the URL's path nor a header. */
export interface SendError {
  message: string
  /** It may go well when tried again soon: the receiver is busy, or can't be reached. */
  passes: boolean
}

export interface Surroundings {
  env: Record<string, string | undefined>
  /** What paths are relative to. */
  baseDir: string
  home: string
}

/** A receiver that says nothing for so long has failed. */
export const TIMEOUT_MS = 10_000
const USER_AGENT = 'vxscope'

const lasting = (message: string): Result<never, SendError> => fail({ message, passes: false })

const fromFile = async (file: string, { baseDir, home }: Surroundings): Promise<string | null> => {
  const text = await readFile(resolveFile(file, baseDir, home), 'utf8').catch(() => null)
  return text?.trim() || null
}

const urlOf = async (hook: Webhook, around: Surroundings): Promise<Result<URL, SendError>> => {
  const { url, urlEnv, urlFile } = hook
  const given =
    url ??
    (urlEnv === undefined ? (urlFile === undefined ? null : await fromFile(urlFile, around)) : around.env[urlEnv])
  if (!given) return lasting(`no URL in ${urlEnv ?? urlFile ?? 'url'}`)
  if (!URL.canParse(given)) return lasting(`what stands in ${urlEnv ?? urlFile ?? 'url'} is no URL`)
  const parsed = new URL(given)
  return /^https?:$/.test(parsed.protocol) ? ok(parsed) : lasting('its URL is neither http nor https')
}

const headersOf = async (hook: Webhook, around: Surroundings): Promise<Result<Headers, SendError>> => {
  const headers = new Headers({ 'content-type': 'application/json', 'user-agent': USER_AGENT })
  const values = [
    ...Object.entries(hook.headersEnv ?? {}).map(([name, from]) => ({ name, from, value: around.env[from] })),
    ...(await Promise.all(
      Object.entries(hook.headersFile ?? {}).map(async ([name, from]) => ({
        ...{ name, from },
        value: await fromFile(from, around),
      })),
    )),
  ]
  for (const { name, from, value } of values) {
    if (!value) return lasting(`no value of the header ${name} in ${from}`)
    try {
      headers.set(name, value)
    } catch {
      return lasting(`the value of the header ${name} in ${from} can't stand in a header`)
    }
  }
  return ok(headers)
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown'
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null
  return code ?? 'the connection failed'
}

/** Tells a receiver something, once. Goes where the inventory says and nowhere else: no redirect is followed. Never throws. */
export const send = async (
  hook: Webhook,
  body: unknown,
  around: Surroundings,
  signal: AbortSignal,
): Promise<Result<null, SendError>> => {
  const url = await urlOf(hook, around)
  if (!url.ok) return url
  const headers = await headersOf(hook, around)
  if (!headers.ok) return headers
  try {
    const response = await fetch(url.value, {
      ...{ method: 'POST', headers: headers.value, body: JSON.stringify(body), redirect: 'manual' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    await response.body?.cancel()
    const { status } = response
    if (response.ok) return ok(null)
    return fail({ message: `it answered ${status}`, passes: status >= 500 || status === 429 || status === 408 })
  } catch (error) {
    return fail({ message: reasonOf(error), passes: true })
  }
}
