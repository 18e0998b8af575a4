import type { z } from 'zod'
import { fail, ok, type Result } from '@/lib/model/result'
import { refuseInput } from './http'

/** A request's query string, checked. A parameter given twice, or one that isn't known, is an error: a filter that is silently not applied misleads. */
export const parseQuery = <Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Result<z.output<Schema>, Response> => {
  const params = new URL(request.url).searchParams
  const fields: Record<string, string | string[]> = {}
  for (const key of new Set(params.keys())) {
    const values = params.getAll(key)
    fields[key] = values.length === 1 ? (values[0] ?? '') : values
  }
  const parsed = schema.safeParse(fields)
  return parsed.success
    ? ok(parsed.data)
    : fail(refuseInput(parsed.error, 'See /api/v1/openapi.json for the parameters of this resource.'))
}
