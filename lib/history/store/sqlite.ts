import Database from 'libsql'

export type Value = string | number | null | Uint8Array
export type Row = Record<string, unknown>

/** One connection. Statements are prepared once; values are only ever bound. */
export interface Sql {
  exec(sql: string): void
  /** Gives how many rows were changed. */
  run(sql: string, values?: readonly Value[]): number
  all(sql: string, values?: readonly Value[]): Row[]
  /** Everything in `work` is committed, or nothing of it. */
  transaction<T>(work: () => T): T
  close(): void
}

const BUSY_MS = 5000

/** Throws what SQLite throws. */
export const openSql = (file: string): Sql => {
  const database = new Database(file, { timeout: BUSY_MS })
  const prepared = new Map<string, ReturnType<typeof database.prepare>>()
  const statement = (sql: string) => {
    const known = prepared.get(sql)
    if (known) return known
    const made = database.prepare(sql)
    prepared.set(sql, made)
    return made
  }
  return {
    exec: sql => {
      database.exec(sql)
    },
    run: (sql, values = []) => statement(sql).run([...values]).changes,
    // Always read to the end: a statement left half-way would keep the log from being folded in.
    all: (sql, values = []) => statement(sql).all([...values]) as Row[],
    transaction: work => {
      database.exec('BEGIN IMMEDIATE')
      try {
        const value = work()
        database.exec('COMMIT')
        return value
      } catch (error) {
        if (database.inTransaction) database.exec('ROLLBACK')
        throw error
      }
    },
    close: () => {
      prepared.clear()
      database.close()
    },
  }
}

export const numberIn = (row: Row | undefined, column: string): number | null => {
  const value = row?.[column]
  return typeof value === 'number' ? value : null
}

export const textIn = (row: Row | undefined, column: string): string | null => {
  const value = row?.[column]
  return typeof value === 'string' ? value : null
}

export const bytesIn = (row: Row | undefined, column: string): Uint8Array<ArrayBuffer> | null => {
  const value = row?.[column]
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  return value instanceof Uint8Array ? new Uint8Array(value) : null
}
