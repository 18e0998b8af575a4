import { AuditEntry } from '@/lib/model/audit'
import type { AuditPageQuery, Calls, NewAuditEntry } from '../protocol'
import { numberIn, type Sql, textIn, type Value } from './sqlite'

/** Adds an entry. There is no way to change one (migrations.ts). */
export const addAudit = (sql: Sql, { at, ...entry }: NewAuditEntry): void => {
  const { who, action, result } = entry
  sql.run('INSERT INTO audit (at, who, action, result, body) VALUES (?, ?, ?, ?, ?)', [
    ...[at, who, action, result],
    JSON.stringify(entry),
  ])
}

const conditionsOf = (query: AuditPageQuery): [string, Value[]][] => {
  const conditions: [string, Value[]][] = []
  if (query.since !== null) conditions.push(['at >= ?', [query.since]])
  if (query.until !== null) conditions.push(['at < ?', [query.until]])
  if (query.who !== null) conditions.push(['who = ?', [query.who]])
  if (query.action !== null) conditions.push(['action = ?', [query.action]])
  if (query.result !== null) conditions.push(['result = ?', [query.result]])
  if (query.node !== null)
    conditions.push(["EXISTS (SELECT 1 FROM json_each(body, '$.nodes') WHERE value = ?)", [query.node]])
  if (query.before !== null) conditions.push(['seq < ?', [query.before]])
  return conditions
}

/** Newest first: in the order they were written in, which no clock that is set back can change. */
export const readAudit = (sql: Sql, query: AuditPageQuery): Calls['auditPage']['answer'] => {
  const conditions = conditionsOf(query)
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([text]) => text).join(' AND ')}`
  const rows = sql.all(`SELECT seq, at, body FROM audit ${where} ORDER BY seq DESC LIMIT ?`, [
    ...conditions.flatMap(([, values]) => values),
    query.limit + 1,
  ])
  const page = rows.slice(0, query.limit)
  const entries = page.map(row => {
    const stored: unknown = JSON.parse(textIn(row, 'body') ?? 'null')
    const at = new Date(numberIn(row, 'at') ?? 0).toISOString()
    return AuditEntry.parse({ ...Object(stored), id: `${numberIn(row, 'seq')}`, at })
  })
  return { entries, next: rows.length > query.limit ? numberIn(page.at(-1), 'seq') : null }
}

/** Takes away what is older than `floor`; the table lets nothing else go. */
export const pruneAudit = (sql: Sql, floor: number): void => {
  sql.transaction(() => {
    sql.run("INSERT INTO meta VALUES ('auditFloor', ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)", [
      floor,
    ])
    sql.run('DELETE FROM audit WHERE at < ?', [floor])
  })
}
