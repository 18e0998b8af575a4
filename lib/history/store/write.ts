import type { Calls, KeyframeRecord, LastKeyframe } from '../protocol'
import { storedEvent } from '../stored-event'
import { numberIn, type Sql, textIn, type Value } from './sqlite'
import { bytesOf } from './usage'

/** Many rows in one statement cost half of as many statements. */
const ROWS_AT_ONCE = 50

/** What an event can be looked up by, and the whole of it. */
const valuesOf = (body: string): Value[] => {
  const { id, at, node, kind, row } = storedEvent(body)
  return [id, Date.parse(at), node, kind, row?.mac ?? null, row?.vni ?? null, body]
}

const insertOf = (rows: number): string =>
  `INSERT OR IGNORE INTO event (id, at, node, kind, mac, vni, body) VALUES ${Array(rows).fill('(?, ?, ?, ?, ?, ?, ?)').join(', ')}`

const MANY = insertOf(ROWS_AT_ONCE)
const ONE = insertOf(1)

const writeEvents = (sql: Sql, lines: Uint8Array): void => {
  const bodies = lines.length === 0 ? [] : new TextDecoder().decode(lines).split('\n')
  const whole = bodies.length - (bodies.length % ROWS_AT_ONCE)
  for (let start = 0; start < whole; start += ROWS_AT_ONCE)
    sql.run(MANY, bodies.slice(start, start + ROWS_AT_ONCE).flatMap(valuesOf))
  for (const body of bodies.slice(whole)) sql.run(ONE, valuesOf(body))
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
