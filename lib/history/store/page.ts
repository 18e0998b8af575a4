import type { Calls, PageQuery } from '../protocol'
import { numberIn, type Sql, textIn, type Value } from './sqlite'

const conditionsOf = (query: PageQuery): [string, Value[]][] => {
  const conditions: [string, Value[]][] = []
  if (query.since !== null) conditions.push(['at >= ?', [query.since]])
  if (query.until !== null) conditions.push(['at < ?', [query.until]])
  if (query.mac !== null) conditions.push(['mac = ?', [query.mac]])
  if (query.vni !== null) conditions.push(['vni = ?', [query.vni]])
  if (query.node !== null) conditions.push(['node = ?', [query.node]])
  if (query.kind !== null) conditions.push(['kind = ?', [query.kind]])
  const beyond = query.forward ? '(at, seq) > (?, ?)' : '(at, seq) < (?, ?)'
  if (query.after !== null) conditions.push([beyond, [query.after.at, query.after.seq]])
  return conditions
}

/** Newest first, or oldest first; `next` is the place of the last one given when there are more. */
export const readPage = (sql: Sql, query: PageQuery): Calls['page']['answer'] => {
  const conditions = conditionsOf(query)
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([text]) => text).join(' AND ')}`
  const order = query.forward ? 'at, seq' : 'at DESC, seq DESC'
  const rows = sql.all(`SELECT seq, at, body FROM event ${where} ORDER BY ${order} LIMIT ?`, [
    ...conditions.flatMap(([, values]) => values),
    query.limit + 1,
  ])
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const at = numberIn(last, 'at')
  const seq = numberIn(last, 'seq')
  return {
    bodies: page.map(row => textIn(row, 'body') ?? ''),
    next: rows.length > query.limit && at !== null && seq !== null ? { at, seq } : null,
  }
}
