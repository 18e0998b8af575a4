import type { Sql } from './sqlite'
import { numberIn, textIn } from './sqlite'
import { IS_REACH } from './state'
import { bytesOf, newestOf, oldestOf } from './usage'

const DELETED_AT_ONCE = 5000
const PAGES_AT_ONCE = 2000
/** Each step of making room gives up this share of the time that is kept; twice as much after one that freed nothing. */
const STEP = 1 / 20
const LARGEST_STEP = 1 / 2
/** Pruning by size leaves some room, so that it isn't due again at once. */
const TARGET = 0.95

/** Nodes of a table by jumping from one to the next in its index, not by reading all of it. */
const nodesIn = (table: 'event' | 'keyframe'): string => `
  WITH RECURSIVE jump (node) AS (
    SELECT min(node) FROM ${table}
    UNION ALL SELECT (SELECT min(node) FROM ${table} WHERE node > jump.node) FROM jump WHERE jump.node IS NOT NULL
  ) SELECT node FROM jump WHERE node IS NOT NULL`

const nodesOf = (sql: Sql): Set<string> =>
  new Set([...sql.all(nodesIn('event')), ...sql.all(nodesIn('keyframe'))].map(row => textIn(row, 'node') ?? ''))

/** The keyframe that a node's state at `floor` stands on: it stays, and all that came after it. */
const cutOf = (sql: Sql, node: string, floor: number): number => {
  const last = (table: string): number | null =>
    numberIn(sql.all(`SELECT max(at) AS at FROM ${table} WHERE node = ? AND at <= ?`, [node, floor])[0], 'at')
  const [keyframe, removal] = [last('keyframe'), last('removal')]
  // A node that was removed and not read since has no state to stand on anything.
  return keyframe === null || (removal !== null && removal >= keyframe) ? floor : keyframe
}

/** Whether the node could be reached then is told by one event, which stays too. */
const reachOf = (sql: Sql, node: string, cut: number): number => {
  const select = `SELECT seq FROM event WHERE node = ? AND at < ? AND ${IS_REACH} ORDER BY at DESC, seq DESC LIMIT 1`
  return numberIn(sql.all(select, [node, cut])[0], 'seq') ?? 0
}

const DELETE_EVENTS = `DELETE FROM event WHERE seq IN (SELECT seq FROM event WHERE node = ? AND at < ? AND seq <> ? LIMIT ${DELETED_AT_ONCE})`

function* pruneNode(sql: Sql, node: string, floor: number): Generator<void> {
  const cut = cutOf(sql, node, floor)
  const reach = reachOf(sql, node, cut)
  sql.run('DELETE FROM keyframe WHERE node = ? AND at < ?', [node, cut])
  yield
  while (sql.run(DELETE_EVENTS, [node, cut, reach]) === DELETED_AT_ONCE) yield
  if (reach === 0) sql.run('DELETE FROM removal WHERE node = ? AND at < ?', [node, cut])
}

function* giveBack(sql: Sql): Generator<void> {
  for (;;) {
    const free = numberIn(sql.all('PRAGMA freelist_count')[0], 'freelist_count') ?? 0
    sql.all(`PRAGMA incremental_vacuum(${PAGES_AT_ONCE})`)
    const left = numberIn(sql.all('PRAGMA freelist_count')[0], 'freelist_count') ?? 0
    if (left === 0 || left >= free) return
    yield
  }
}

function* pruneBefore(sql: Sql, floor: number): Generator<void> {
  // Said first: what is gone must never be thought complete, not even after a kill between two steps.
  sql.run("INSERT INTO meta VALUES ('floor', ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)", [floor])
  for (const node of nodesOf(sql)) yield* pruneNode(sql, node, floor)
  sql.run('DELETE FROM run WHERE seen < ? AND started < (SELECT max(started) FROM run)', [floor])
}

function* makeRoom(sql: Sql, floor: number, maxBytes: number): Generator<void> {
  const newest = newestOf(sql) ?? floor
  let from = Math.max(floor, oldestOf(sql) ?? newest)
  let step = STEP
  for (let bytes = bytesOf(sql); bytes > maxBytes && from < newest; ) {
    from = Math.min(newest, from + Math.max(1, Math.ceil((newest - from) * step)))
    yield* pruneBefore(sql, from)
    const left = bytesOf(sql)
    step = left < bytes ? STEP : Math.min(LARGEST_STEP, step * 2)
    bytes = left
  }
}

/**
 * Takes away what is older than `floor` (ms since 1970), then the oldest until `maxBytes` hold the rest. What is kept stands
 * on its own: each node has the keyframe its oldest kept moment needs. In small steps: others take their turn at each `yield`.
 */
export function* prune(sql: Sql, { floor, maxBytes }: { floor: number; maxBytes: number }): Generator<void> {
  const oldest = oldestOf(sql)
  if (oldest !== null && oldest < floor) yield* pruneBefore(sql, floor)
  if (bytesOf(sql) > maxBytes) yield* makeRoom(sql, floor, maxBytes * TARGET)
  yield* giveBack(sql)
}
