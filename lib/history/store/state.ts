import type { StoredState } from '../protocol'
import { REACH_KINDS } from './migrations'
import { removalsAt } from './removals'
import { runAt } from './runs'
import { bytesIn, numberIn, type Sql, textIn } from './sqlite'

/** Written just as the index `event_reach` has it, else SQLite wouldn't use that. */
export const IS_REACH = `kind IN (${REACH_KINDS.map(kind => `'${kind}'`).join(', ')})`

const encoder = new TextEncoder()

const linesOf = (sql: Sql, node: string, since: number, at: number): Uint8Array<ArrayBuffer> => {
  const rows = sql.all('SELECT body FROM event WHERE node = ? AND at >= ? AND at <= ? ORDER BY at, seq', [
    node,
    since,
    at,
  ])
  return encoder.encode(rows.map(row => textIn(row, 'body') ?? '').join('\n'))
}

const stateOf = (sql: Sql, node: string, keyframeAt: number | null, at: number, began: number | null): StoredState => {
  const found =
    keyframeAt === null
      ? undefined
      : sql.all('SELECT body FROM keyframe WHERE node = ? AND at = ?', [node, keyframeAt])[0]
  const body = bytesIn(found, 'body')
  const reach = sql.all(
    `SELECT body FROM event WHERE node = ? AND at <= ? AND ${IS_REACH} ORDER BY at DESC, seq DESC LIMIT 1`,
    [node, at],
  )
  return {
    node,
    recorded: began !== null && (keyframeAt === null || keyframeAt >= began),
    keyframe: keyframeAt === null || body === null ? null : { at: keyframeAt, body },
    events: keyframeAt === null ? new Uint8Array() : linesOf(sql, node, keyframeAt, at),
    reach: textIn(reach[0], 'body'),
  }
}

/** When each node was last read, or `null` where it only was reached for; without those that were removed since. */
export const nodesAt = (sql: Sql, at: number): Map<string, number | null> => {
  const keyframes = new Map<string, number | null>()
  const removed = removalsAt(sql, at)
  const isOf = (node: string, last: number): boolean => last > (removed.get(node) ?? Number.NEGATIVE_INFINITY)
  const last = (table: string, condition: string) =>
    sql.all(`SELECT node, max(at) AS at FROM ${table} WHERE at <= ? ${condition} GROUP BY node`, [at]).flatMap(row => {
      const [node, moment] = [textIn(row, 'node') ?? '', numberIn(row, 'at') ?? 0]
      return isOf(node, moment) ? [[node, moment] as const] : []
    })
  for (const [node] of last('event', `AND ${IS_REACH}`)) keyframes.set(node, null)
  for (const [node, moment] of last('keyframe', '')) keyframes.set(node, moment)
  return keyframes
}

/** What is needed to tell each node's state at a moment (ms since 1970). */
export const readState = (sql: Sql, at: number, goesOn?: number): StoredState[] => {
  const run = runAt(sql, at, goesOn)
  return [...nodesAt(sql, at)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([node, from]) => stateOf(sql, node, from, at, run?.started ?? null))
}
