import type { z } from 'zod'

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

const kindOf = (value: unknown): string => {
  if (value === undefined || value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return KINDS[typeof value] ?? 'something else'
}

const FORMATS: Readonly<Record<string, string>> = { datetime: 'a moment such as 2026-11-30T09:30:00Z' }

const UNITS: Readonly<Record<string, string>> = { string: 'character', array: 'item' }

const counted = (count: number | bigint, unit: string | undefined): string =>
  unit ? `${count} ${unit}${Number(count) === 1 ? '' : 's'}` : String(count)

/**
 * What is expected of a value whose schema doesn't say it in words of its own; goes behind "expected". Of the value no more than its
 * kind is repeated: it may be a secret.
 */
export const wanted: z.core.$ZodErrorMap = issue => {
  switch (issue.code) {
    case 'invalid_type':
      return `${KINDS[issue.expected] ?? issue.expected}, got ${kindOf(issue.input)}`
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`
    case 'too_small':
      return `at least ${counted(issue.minimum, UNITS[issue.origin])}`
    case 'too_big':
      return `at most ${counted(issue.maximum, UNITS[issue.origin])}`
    case 'invalid_format':
      return FORMATS[issue.format]
    default:
      return undefined
  }
}
