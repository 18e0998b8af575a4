import { expect, it } from 'vitest'
import { prefers } from './accept'

const csv = (accept: string | null) => prefers(accept, 'text/csv', 'application/json')

it.each([
  'text/csv',
  'TEXT/CSV; charset=utf-8',
  'text/csv, application/json;q=0.9',
  '*/*;q=0.1, text/*',
  'application/json;q=0, */*',
])('%s would rather have CSV', accept => expect(csv(accept)).toBe(true))

it.each([
  null,
  '',
  '*/*',
  'application/json',
  'text/csv;q=0.1, application/json',
  'text/csv;q=0',
  'text/csv;q=x',
  'text/html',
])('%s would not', accept => expect(csv(accept)).toBe(false))
