import { z } from 'zod'

/** A whole number, within bounds that an error names. */
export const within = (min: number, max: number) => {
  const expected = `a whole number from ${min} to ${max}`
  return z.int(expected).min(min, expected).max(max, expected)
}

/** A number of a query string: digits alone, so that neither an empty value nor `1e3` passes for one. */
export const fromDigits = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(value => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value), schema)
