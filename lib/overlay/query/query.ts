import { FDB_SORT_FIELDS, type FdbQuery } from '@/lib/model/api'
import type { ApiError } from '@/lib/model/error'
import type { FdbRow } from '@/lib/model/overlay'
import { fail, ok, type Result } from '@/lib/model/result'
import { finish, type InSteps } from '../lists/in-steps'
import { digestOf, type Run, runsInOrder } from '../lists/row-runs'
import { normalizeMac } from '../mac'
import { parseQueryWords } from './query-words'
import { type KeyedRows, keyFor, mergeRuns, type Sort, sortRun } from './sort'
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

const parseSort = (sort: string | undefined): Sort | null => {
  const field = FDB_SORT_FIELDS.find(name => name === sort?.replace(/^-/, ''))
  return field === undefined ? null : { field, descending: sort?.startsWith('-') ?? false }
}

const badMac: ApiError = {
  code: 'badRequest',
  message: 'mac: expected a MAC or a part of one',
  hint: 'Any notation will do, as in 86:24:26:b2:11:5c, 8624.26b2 or 8624.',
}

/** A filter that nobody knows, or whose value nothing can have, would find nothing and say nothing. */
const badFilter = ({ q = '', mac }: FdbQuery): ApiError | null => {
  if (mac !== undefined && normalizeMac(mac) === null) return badMac
  const problem = parseQueryWords(q).find(word => word.problem)?.problem
  return problem ? { code: 'badRequest', message: problem.message, hint: problem.hint } : null
}

/** Some ms of work. */
const ROWS_OF_A_STEP = 4_096
const MOST_ORDERS = 4

/** The rows of a run that a scope leaves, in the orders that were last asked for. */
interface Scoped {
  rows: readonly FdbRow[]
  sorted: Map<string, KeyedRows>
}

const scopes = { all: new WeakMap<Run, Scoped>(), overlay: new WeakMap<Run, Scoped>() }

const scopedRun = (run: Run, scope: FdbQuery['scope']): Scoped => {
  const found = scopes[scope].get(run)
  if (found) return found
  const made = { rows: scope === 'all' ? run : run.filter(isOverlayRow), sorted: new Map() }
  scopes[scope].set(run, made)
  return made
}

const UNSORTED: KeyedRows['keys'] = []

/** A run in order: most are as they were for the query before, whatever has changed in others. */
const orderedRun = ({ rows, sorted }: Scoped, order: Order | null): KeyedRows => {
  if (order === null) return { rows, keys: UNSORTED }
  const found = sorted.get(order.name)
  if (found) return found
  const made = sortRun(rows, order.keyOf, order.descending)
  sorted.set(order.name, made)
  for (const oldest of sorted.keys()) if (sorted.size > MOST_ORDERS) sorted.delete(oldest)
  return made
}

/** What must hold for the rows of a run; `null` where it can hold for none. */
const testsOf = (run: Run, tests: readonly RowTest[]): ((row: FdbRow) => boolean)[] | null => {
  const all: ((row: FdbRow) => boolean)[] = []
  for (const test of tests) {
    const one = test(digestOf(run))
    if (one === null) return null
    all.push(one)
  }
  return all
}

const filterRun = ({ rows, keys }: KeyedRows, tests: readonly ((row: FdbRow) => boolean)[]): KeyedRows => {
  if (tests.length === 0) return { rows, keys }
  const matching = { rows: [] as FdbRow[], keys: [] as KeyedRows['keys'][number][] }
  // By index: over 100,000 rows iterators and callbacks take several times as long.
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]
    let matches = row !== undefined
    for (let at = 0; matches && row !== undefined && at < tests.length; at++) matches = tests[at]?.(row) ?? true
    if (!matches || row === undefined) continue
    matching.rows.push(row)
    matching.keys.push(keys[index] ?? null)
  }
  return matching
}

interface Order {
  name: string
  keyOf: ReturnType<typeof keyFor>
  descending: boolean
}

const orderOf = (asked: string | undefined): Order | null => {
  const sort = parseSort(asked)
  return sort === null || asked === undefined
    ? null
    : { name: asked, keyOf: keyFor(sort.field), descending: sort.descending }
}

const sliceRuns = (runs: readonly KeyedRows[], from: number, to: number): FdbRow[] => {
  const page: FdbRow[] = []
  let before = 0
  for (const { rows } of runs) {
    if (before >= to) break
    if (before + rows.length > from) page.push(...rows.slice(Math.max(0, from - before), to - before))
    before += rows.length
  }
  return page
}

/**
 * Rows that match all of a query, one page of them, ordered by node, device and MAC unless `sort` says otherwise.
 * Fails with `badRequest` for a cursor that isn't one, for a filter that isn't one (`noed:x`) and for one that can match nothing
 * (`vni:abc`). Runs of rows that can't match are passed over, and what a run came to is kept for as
 * long as none of its rows changes.
 */
export const queryFdbInSteps = function* (
  rows: readonly FdbRow[],
  query: FdbQuery,
): InSteps<Result<FdbPage, ApiError>> {
  const from = parseCursor(query.cursor)
  if (from === null) return fail(badCursor)
  const bad = badFilter(query)
  if (bad) return fail(bad)
  const tests = rowTests(query)
  const order = orderOf(query.sort)
  const found: KeyedRows[] = []
  let total = 0
  let looked = 0
  for (const run of yield* runsInOrder(rows)) {
    const ofRun = testsOf(run, tests)
    if (ofRun !== null) {
      const matching = filterRun(orderedRun(scopedRun(run, query.scope), order), ofRun)
      total += matching.rows.length
      if (matching.rows.length > 0) found.push(matching)
    }
    looked += run.length
    if (looked < ROWS_OF_A_STEP) continue
    looked = 0
    yield
  }
  const to = from + query.limit
  const page =
    order === null ? sliceRuns(found, from, to) : yield* mergeRuns(found, { from, to, descending: order.descending })
  return ok({ total, rows: page, nextCursor: to < total ? cursorAt(to) : null })
}

/** The same without a break. */
export const queryFdb = (rows: readonly FdbRow[], query: FdbQuery): Result<FdbPage, ApiError> =>
  finish(queryFdbInSteps(rows, query))
