import { FDB_SORT_FIELDS, type FdbQuery } from '@/lib/model/api'
import type { ApiError } from '@/lib/model/error'
import type { FdbRow } from '@/lib/model/overlay'
import { fail, ok, type Result } from '@/lib/model/result'
import { finish, type InSteps, isStep } from './in-steps'
import { parseQueryWords } from './query-words'
import { inDefaultOrder, sortRows } from './sort'
import { isOverlayRow, type RowTest, rowTests } from './words'

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

/** A filter that nobody knows would find nothing and say nothing. */
const badFilter = (q: string | undefined): ApiError | null => {
  const problem = parseQueryWords(q ?? '').find(word => word.problem?.code === 'unknownFilter')?.problem
  return problem ? { code: 'badRequest', message: problem.message, hint: problem.hint } : null
}

const filterRows = function* (rows: readonly FdbRow[], tests: readonly RowTest[]): InSteps<readonly FdbRow[]> {
  if (tests.length === 0) return rows
  const matching: FdbRow[] = []
  // Two loops by index: over 100,000 rows iterators and callbacks take several times as long.
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]
    let matches = row !== undefined
    for (let at = 0; matches && row !== undefined && at < tests.length; at++) matches = tests[at]?.(row) ?? true
    if (matches && row !== undefined) matching.push(row)
    if (isStep(index)) yield
  }
  return matching
}

const ofOverlay = new WeakMap<readonly FdbRow[], readonly FdbRow[]>()

/** The rows that a query is about at most: what most queries ask for is kept with the rows. */
const inScope = function* (rows: readonly FdbRow[], scope: FdbQuery['scope']): InSteps<readonly FdbRow[]> {
  if (scope !== 'overlay') return rows
  const found = ofOverlay.get(rows) ?? (yield* filterRows(rows, [isOverlayRow]))
  ofOverlay.set(rows, found)
  return found
}

const MOST_ORDERS = 4
const orders = new WeakMap<readonly FdbRow[], Map<string, readonly FdbRow[]>>()

/** Rows in the order that is asked for. The last few orders of the same rows are kept: whoever scrolls asks for page after page. */
const inOrder = function* (rows: readonly FdbRow[], asked: string | undefined): InSteps<readonly FdbRow[]> {
  const sort = parseSort(asked)
  if (sort === null || asked === undefined) return rows
  const known = orders.get(rows) ?? new Map<string, readonly FdbRow[]>()
  const sorted = known.get(asked) ?? (yield* sortRows(rows, sort.field, sort.descending))
  known.delete(asked)
  known.set(asked, sorted)
  for (const oldest of known.keys()) if (known.size > MOST_ORDERS) known.delete(oldest)
  orders.set(rows, known)
  return sorted
}

/**
 * Rows that match all of a query, one page of them, ordered by node, device and MAC unless `sort` says otherwise.
 * Fails with `badRequest` for a cursor that isn't one and for a filter that isn't one (`noed:x`). A word that can match
 * nothing (`vni:abc`) matches nothing.
 */
export const queryFdbInSteps = function* (
  rows: readonly FdbRow[],
  query: FdbQuery,
): InSteps<Result<FdbPage, ApiError>> {
  const offset = parseCursor(query.cursor)
  if (offset === null) return fail(badCursor)
  const bad = badFilter(query.q)
  if (bad) return fail(bad)
  const asked = yield* inScope(yield* inDefaultOrder(rows), query.scope)
  const matching = yield* filterRows(asked, rowTests(query))
  const sorted = yield* inOrder(matching, query.sort)
  const end = offset + query.limit
  return ok({
    total: sorted.length,
    rows: sorted.slice(offset, end),
    nextCursor: end < sorted.length ? cursorAt(end) : null,
  })
}

/** The same without a break. */
export const queryFdb = (rows: readonly FdbRow[], query: FdbQuery): Result<FdbPage, ApiError> =>
  finish(queryFdbInSteps(rows, query))
