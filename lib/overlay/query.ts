import { FDB_SORT_FIELDS, type FdbQuery } from '@/lib/model/api'
import type { ApiError } from '@/lib/model/error'
import type { FdbRow } from '@/lib/model/overlay'
import { fail, ok, type Result } from '@/lib/model/result'
import { inDefaultOrder, sortRows } from './sort'
import { rowTests } from './words'

export interface FdbPage {
  /** Of all rows that match, on this page or not. */
  total: number
  rows: FdbRow[]
  nextCursor: string | null
}

/** A cursor is how many rows stand before the page: it holds whatever happens to the rows, though they may shift meanwhile. */
const cursorAt = (offset: number): string => `r${offset.toString(36)}`

const parseCursor = (cursor: string | undefined): number | null => {
  if (cursor === undefined) return 0
  return /^r[0-9a-z]{1,8}$/.test(cursor) ? Number.parseInt(cursor.slice(1), 36) : null
}

const badCursor: ApiError = {
  code: 'badRequest',
  message: 'the cursor is not one that this server gave',
  hint: 'Take `cursor` from the `nextCursor` of the answer before, as it is, or leave it out to start anew.',
}

const parseSort = (sort: string | undefined) => {
  const field = FDB_SORT_FIELDS.find(name => name === sort?.replace(/^-/, ''))
  return field === undefined ? null : { field, descending: sort?.startsWith('-') ?? false }
}

/**
 * Rows that match all of a query, one page of them, ordered by node, device and MAC unless `sort` says otherwise.
 * Fails with `badRequest` for a cursor that isn't one. A word that can match nothing (`vni:abc`) matches nothing.
 */
export const queryFdb = (rows: readonly FdbRow[], query: FdbQuery): Result<FdbPage, ApiError> => {
  const offset = parseCursor(query.cursor)
  if (offset === null) return fail(badCursor)
  const tests = rowTests(query)
  const all = inDefaultOrder(rows)
  const matching = tests.length === 0 ? all : all.filter(row => tests.every(test => test(row)))
  const sort = parseSort(query.sort)
  const sorted = sort ? sortRows(matching, sort.field, sort.descending) : matching
  const end = offset + query.limit
  return ok({
    total: sorted.length,
    rows: sorted.slice(offset, end),
    nextCursor: end < sorted.length ? cursorAt(end) : null,
  })
}
