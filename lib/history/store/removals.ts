import { numberIn, type Sql, textIn } from './sqlite'

/** Since when each node isn't followed any more, as of `at`; it may have come back since. */
export const removalsAt = (sql: Sql, at: number): Map<string, number> =>
  new Map(
    sql
      .all('SELECT node, max(at) AS at FROM removal WHERE at <= ? GROUP BY node', [at])
      .map(row => [textIn(row, 'node') ?? '', numberIn(row, 'at') ?? 0]),
  )

export const remove = (sql: Sql, at: number, nodes: readonly string[]): void =>
  sql.transaction(() => {
    for (const node of nodes) sql.run('INSERT OR IGNORE INTO removal VALUES (?, ?)', [node, at])
  })
