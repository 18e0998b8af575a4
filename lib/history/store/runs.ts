import type { Gap } from '../protocol'
import { numberIn, type Sql } from './sqlite'
import { newestOf } from './usage'

/** A time in which somebody recorded, ms since 1970. */
export interface Run {
  started: number
  seen: number
}

const GAPS_AT_MOST = 1000

const lastRun = (sql: Sql, at: number): Run | null => {
  const row = sql.all('SELECT started, seen FROM run WHERE started <= ? ORDER BY started DESC LIMIT 1', [at])[0]
  const [started, seen] = [numberIn(row, 'started'), numberIn(row, 'seen')]
  return started === null || seen === null ? null : { started, seen }
}

/** Says that from `now` on somebody records. Of a run that was killed the last that it recorded says how long it lasted. */
export const beginRun = (sql: Sql, now: number): void => {
  const before = lastRun(sql, now)
  const newest = newestOf(sql)
  if (before && newest !== null && newest <= now)
    sql.run('UPDATE run SET seen = max(seen, ?) WHERE started = ?', [newest, before.started])
  sql.run('INSERT OR IGNORE INTO run VALUES (?, ?)', [now, now])
}

export const noteAlive = (sql: Sql, at: number): void => {
  sql.run('UPDATE run SET seen = max(seen, ?) WHERE started = (SELECT max(started) FROM run)', [at])
}

/**
 * Since when the run that a moment lies in lasts; `null` for a moment in which nobody recorded. The newest run goes on for
 * `goesOn` ms after it was last said to: for ever by whoever records it. Before the first one nobody said anything, and all is
 * taken for recorded.
 */
export const runAt = (sql: Sql, at: number, goesOn = Number.POSITIVE_INFINITY): { started: number } | null => {
  const run = lastRun(sql, at)
  if (run === null) return { started: Number.NEGATIVE_INFINITY }
  const isNewest = numberIn(sql.all('SELECT max(started) AS n FROM run')[0], 'n') === run.started
  return at <= run.seen + (isNewest ? goesOn : 0) ? { started: run.started } : null
}

/** Times within `since` and `until` in which nobody recorded, oldest first. */
export const gapsIn = (sql: Sql, since: number, until: number): Gap[] =>
  sql
    .all(
      `SELECT seen, next FROM (SELECT seen, lead(started) OVER (ORDER BY started) AS next FROM run)
       WHERE next > seen AND next > ? AND seen < ? ORDER BY seen LIMIT ${GAPS_AT_MOST}`,
      [since, until],
    )
    .map(row => ({
      from: Math.max(since, numberIn(row, 'seen') ?? since),
      to: Math.min(until, numberIn(row, 'next') ?? until),
    }))
