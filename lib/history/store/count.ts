import type { Bucket, CountQuery } from '../protocol'
import { numberIn, type Sql, textIn, type Value } from './sqlite'

/** Buckets that are counted before others have their turn. */
const BUCKETS_AT_ONCE = 20

const conditionsOf = ({ mac, vni, node, kind }: CountQuery): [string, Value][] => {
  const conditions: [string, Value][] = []
  if (mac !== null) conditions.push(['mac = ?', mac])
  if (vni !== null) conditions.push(['vni = ?', vni])
  if (node !== null) conditions.push(['node = ?', node])
  if (kind !== null) conditions.push(['kind = ?', kind])
  return conditions
}

/**
 * How many events of each kind lie in each bucket of `bucketMs`, the first beginning with `since`; what has none is left out.
 * All but a MAC's own are counted in an index that has what is asked for. Others take their turn at each `yield`.
 */
export function* countEvents(sql: Sql, query: CountQuery): Generator<void, Bucket[]> {
  const { since, until, bucketMs, mac } = query
  const conditions = conditionsOf(query)
  const select = `SELECT CAST((at - ?) / ? AS INTEGER) AS bucket, kind, count(*) AS n FROM event
    ${mac === null ? 'INDEXED BY event_count' : ''}
    WHERE ${['at >= ?', 'at < ?', ...conditions.map(([text]) => text)].join(' AND ')} GROUP BY bucket, kind ORDER BY bucket`
  const buckets: Bucket[] = []
  for (let from = since; from < until; from += bucketMs * BUCKETS_AT_ONCE) {
    const to = Math.min(until, from + bucketMs * BUCKETS_AT_ONCE)
    const values = [since, bucketMs, from, to, ...conditions.map(([, value]) => value)]
    for (const row of sql.all(select, values))
      buckets.push({
        at: since + (numberIn(row, 'bucket') ?? 0) * bucketMs,
        kind: textIn(row, 'kind') ?? '',
        count: numberIn(row, 'n') ?? 0,
      })
    yield
  }
  return buckets
}
