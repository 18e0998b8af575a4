import type { StoredState } from '../protocol'
import { REACH_KINDS } from './migrations'
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

const stateOf = (sql: Sql, node: string, keyframeAt: number | null, at: number): StoredState => {
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
    keyframe: keyframeAt === null || body === null ? null : { at: keyframeAt, body },
    events: keyframeAt === null ? new Uint8Array() : linesOf(sql, node, keyframeAt, at),
    reach: textIn(reach[0], 'body'),
  }
}

/** What is needed to tell each node's state at a moment (ms since 1970). */
export const readState = (sql: Sql, at: number): StoredState[] => {
  const keyframes = new Map<string, number | null>()
  for (const row of sql.all(`SELECT DISTINCT node FROM event WHERE at <= ? AND ${IS_REACH}`, [at]))
    keyframes.set(textIn(row, 'node') ?? '', null)
  for (const row of sql.all('SELECT node, max(at) AS at FROM keyframe WHERE at <= ? GROUP BY node', [at]))
    keyframes.set(textIn(row, 'node') ?? '', numberIn(row, 'at'))
  return [...keyframes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([node, from]) => stateOf(sql, node, from, at))
}
