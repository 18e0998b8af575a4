import type { z } from 'zod'
import { fail, ok, type Result } from '@/lib/model/result'
import { refuse, refuseInput } from './http'
import { wanted } from './wanted'

const HINT = 'See /api/v1/openapi.json for the parameters of this resource.'

/** A request's query string, checked. A parameter given twice, or one that isn't known, is an error: a filter that is silently not applied misleads. */
export const parseQuery = <Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Result<z.output<Schema>, Response> => {
  const params = new URL(request.url).searchParams
  const twice = [...new Set(params.keys())].filter(key => params.getAll(key).length > 1)
  if (twice.length > 0) {
    const message = twice.map(key => `${key}: expected once, got ${params.getAll(key).length} times`).join('; ')
    return fail(refuse('badRequest', message, HINT))
  }
  const parsed = schema.safeParse(Object.fromEntries(params), { error: wanted })
  return parsed.success ? ok(parsed.data) : fail(refuseInput(parsed.error, HINT))
}
