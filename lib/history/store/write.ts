import type { Calls, EventRecord, KeyframeRecord, LastKeyframe } from '../protocol'
import { numberIn, type Sql, textIn, type Value } from './sqlite'
import { bytesOf } from './usage'

/** Many rows in one statement cost half of as many statements. */
const ROWS_AT_ONCE = 50

const valuesOf = ({ id, at, node, kind, mac, vni, body }: EventRecord): Value[] => [id, at, node, kind, mac, vni, body]

const insertOf = (rows: number): string =>
  `INSERT OR IGNORE INTO event (id, at, node, kind, mac, vni, body) VALUES ${Array(rows).fill('(?, ?, ?, ?, ?, ?, ?)').join(', ')}`

const MANY = insertOf(ROWS_AT_ONCE)
const ONE = insertOf(1)

const writeEvents = (sql: Sql, events: readonly EventRecord[]): void => {
  const whole = events.length - (events.length % ROWS_AT_ONCE)
  for (let start = 0; start < whole; start += ROWS_AT_ONCE)
    sql.run(MANY, events.slice(start, start + ROWS_AT_ONCE).flatMap(valuesOf))
  for (const event of events.slice(whole)) sql.run(ONE, valuesOf(event))
}

const writeKeyframe = (sql: Sql, { node, at, head, fdb, rows, body }: KeyframeRecord): void => {
  sql.run('INSERT OR REPLACE INTO keyframe (node, at, head, fdb, rows, body) VALUES (?, ?, ?, ?, ?, ?)', [
    node,
    at,
    head,
    fdb,
    rows,
    body,
  ])
}

/** One transaction: all of it is on the disk when this returns, or nothing. */
export const write = (sql: Sql, { events, keyframes }: Calls['write']['ask']): Calls['write']['answer'] => {
  sql.transaction(() => {
    writeEvents(sql, events)
    for (const keyframe of keyframes) writeKeyframe(sql, keyframe)
  })
  return { bytes: bytesOf(sql) }
}

export const readLastKeyframes = (sql: Sql): LastKeyframe[] =>
  sql.all('SELECT node, max(at) AS at, head, fdb FROM keyframe GROUP BY node').map(row => {
    const node = textIn(row, 'node') ?? ''
    const at = numberIn(row, 'at') ?? 0
    const after = sql.all('SELECT count(*) AS since FROM event WHERE node = ? AND at >= ?', [node, at])
    return {
      node,
      at,
      head: textIn(row, 'head') ?? '',
      fdb: textIn(row, 'fdb') ?? '',
      since: numberIn(after[0], 'since') ?? 0,
    }
  })
