import type { Usage } from '../protocol'
import { numberIn, type Sql } from './sqlite'

const numberOf = (sql: Sql, query: string): number | null => numberIn(sql.all(query)[0], 'n')

/** Bytes of the pages in use. */
export const bytesOf = (sql: Sql): number => {
  const pages = numberIn(sql.all('PRAGMA page_count')[0], 'page_count') ?? 0
  const free = numberIn(sql.all('PRAGMA freelist_count')[0], 'freelist_count') ?? 0
  const size = numberIn(sql.all('PRAGMA page_size')[0], 'page_size') ?? 0
  return (pages - free) * size
}

/** Before this moment something was pruned. */
export const floorOf = (sql: Sql): number | null => numberOf(sql, "SELECT value AS n FROM meta WHERE name = 'floor'")

const least = (values: (number | null)[]): number | null => {
  const known = values.filter(value => value !== null)
  return known.length === 0 ? null : Math.min(...known)
}

/** Since when the state of all nodes can be told. */
export const oldestOf = (sql: Sql): number | null => {
  const first = least([
    numberOf(sql, 'SELECT min(at) AS n FROM event'),
    numberOf(sql, 'SELECT min(at) AS n FROM keyframe'),
  ])
  const floor = floorOf(sql)
  return first === null || floor === null ? first : Math.max(first, floor)
}

export const newestOf = (sql: Sql): number | null => {
  const event = numberOf(sql, 'SELECT max(at) AS n FROM event')
  const keyframe = numberOf(sql, 'SELECT max(at) AS n FROM keyframe')
  return event === null || keyframe === null ? (event ?? keyframe) : Math.max(event, keyframe)
}

export const usageOf = (sql: Sql): Usage => ({
  bytes: bytesOf(sql),
  events: numberOf(sql, 'SELECT count(*) AS n FROM event') ?? 0,
  keyframes: numberOf(sql, 'SELECT count(*) AS n FROM keyframe') ?? 0,
  oldestAt: oldestOf(sql),
})
