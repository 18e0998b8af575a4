import { EventKind } from '@/lib/model/event'
import type { Bucket, CountQuery } from '../protocol'
import { numberIn, type Sql, type Value } from './sqlite'

/** Buckets that are counted before others have their turn. */
const BUCKETS_AT_ONCE = 20

const filtersOf = ({ mac, vni, node }: CountQuery): [string, Value][] => {
  const filters: [string, Value][] = []
  if (mac !== null) filters.push(['mac = ?', mac])
  if (vni !== null) filters.push(['vni = ?', vni])
  if (node !== null) filters.push(['node = ?', node])
  return filters
}

/** Counts events of a kind in a time. A range of an index, each time: grouping them would sort them all. */
const counter = (sql: Sql, query: CountQuery) => {
  const filters = filtersOf(query)
  const values = filters.map(([, value]) => value)
  const where = ['kind = ?', 'at >= ?', 'at < ?', ...filters.map(([text]) => text)].join(' AND ')
  const from = `FROM event INDEXED BY ${query.mac === null ? 'event_count' : 'event_mac'} WHERE ${where}`
  return {
    isAny: (kind: string, since: number, until: number): boolean =>
      sql.all(`SELECT 1 ${from} LIMIT 1`, [kind, since, until, ...values]).length > 0,
    count: (kind: string, since: number, until: number): number =>
      numberIn(sql.all(`SELECT count(*) AS n ${from}`, [kind, since, until, ...values])[0], 'n') ?? 0,
  }
}

/**
 * How many events of each kind lie in each bucket of `bucketMs`, the first beginning with `since`; what has none is left out.
 * By kind, then by bucket. Others take their turn at each `yield`.
 */
export function* countEvents(sql: Sql, query: CountQuery): Generator<void, Bucket[]> {
  const { since, until, bucketMs } = query
  const { isAny, count } = counter(sql, query)
  const buckets: Bucket[] = []
  for (const kind of query.kind === null ? EventKind.options : [query.kind]) {
    yield
    if (!isAny(kind, since, until)) continue
    for (let at = since, done = 1; at < until; at += bucketMs, done += 1) {
      const found = count(kind, at, Math.min(until, at + bucketMs))
      if (found > 0) buckets.push({ at, kind, count: found })
      if (done % BUCKETS_AT_ONCE === 0) yield
    }
  }
  return buckets
}
