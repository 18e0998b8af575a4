import { closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs'
import path from 'node:path'
import { errorFrom, type HistoryError, type HistoryResult, historyError } from '../error'
import { MIGRATIONS, migrate, versionOf } from './migrations'
import { numberIn, openSql, type Sql, textIn } from './sqlite'

export interface Store {
  sql: Sql
  /** Where a damaged file was moved to. */
  movedAside: string | null
}

/** `clean` in `meta` is 1 from an orderly close to the next opening. */
const wasClosedInOrder = (sql: Sql): boolean =>
  numberIn(sql.all("SELECT value FROM meta WHERE name = 'clean'")[0], 'value') === 1

export const setClean = (sql: Sql, clean: boolean): void => {
  sql.run("INSERT INTO meta VALUES ('clean', ?) ON CONFLICT DO UPDATE SET value = excluded.value", [clean ? 1 : 0])
}

/** A check of all pages costs a second per gigabyte or so: made only when the file wasn't closed in order. */
const checkPages = (sql: Sql): HistoryError | null => {
  const first = sql.all('PRAGMA quick_check(1)')[0]
  const verdict = textIn(first, 'quick_check') ?? textIn(first, 'integrity_check')
  return verdict === 'ok' ? null : historyError('damaged', verdict ?? 'the check gave no answer')
}

/** Brings the file to the newest schema, as it is to be used. */
const prepare = (sql: Sql): HistoryError | null => {
  const version = versionOf(sql)
  if (version > MIGRATIONS.length)
    return historyError('newer', `The history has schema ${version}; this release knows ${MIGRATIONS.length}.`)
  // Only an empty file takes this; with it pages that are freed go back to the disk.
  if (version === 0) sql.all('PRAGMA auto_vacuum = INCREMENTAL')
  sql.all('PRAGMA journal_mode = WAL')
  // A write waits until the disk has it, so that what was acknowledged outlives even a power cut.
  sql.all('PRAGMA synchronous = FULL')
  migrate(sql)
  return null
}

const setUp = (sql: Sql): HistoryError | null => {
  const isNew = versionOf(sql) === 0
  const error = prepare(sql)
  if (error) return error
  // In a burst the pages of the indexes stay in memory, and go from the log to the file once in 16 MB instead of each time.
  sql.all('PRAGMA cache_size = -32768')
  sql.all('PRAGMA wal_autocheckpoint = 4096')
  sql.all('PRAGMA journal_size_limit = 33554432')
  if (!wasClosedInOrder(sql)) {
    const damage = isNew ? null : checkPages(sql)
    if (damage) return damage
  }
  setClean(sql, false)
  return null
}

/** The file is made beforehand, so that it and the log beside it belong to this user alone. */
const makeFile = (file: string): void => {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
}

const tryOpen = (file: string): HistoryResult<Sql> => {
  let sql: Sql | null = null
  try {
    makeFile(file)
    sql = openSql(file)
    const error = setUp(sql)
    if (!error) return { ok: true, value: sql }
    sql.close()
    return { ok: false, error }
  } catch (cause) {
    sql?.close()
    return { ok: false, error: errorFrom(cause, 'cannotOpen') }
  }
}

const moveAside = (file: string, suffix: string): string => {
  const to = `${file}.damaged-${suffix}`
  for (const part of ['', '-wal', '-shm']) if (existsSync(file + part)) renameSync(file + part, to + part)
  return to
}

/** Opens a history, makes or migrates it. A damaged file is kept under another name and a new one begun. */
export const openStore = (file: string, asideSuffix: string): HistoryResult<Store> => {
  const first = tryOpen(file)
  if (first.ok) return { ok: true, value: { sql: first.value, movedAside: null } }
  if (first.error.code !== 'damaged') return first
  try {
    const movedAside = moveAside(file, asideSuffix)
    const second = tryOpen(file)
    return second.ok ? { ok: true, value: { sql: second.value, movedAside } } : second
  } catch (cause) {
    return { ok: false, error: errorFrom(cause, 'cannotOpen') }
  }
}

/** Opens a history for a moment, beside whoever records in it: what only its owner does is left to it. Throws what SQLite throws. */
export const openBeside = (file: string): HistoryResult<Sql> => {
  makeFile(file)
  const sql = openSql(file)
  const error = prepare(sql)
  if (error === null) return { ok: true, value: sql }
  sql.close()
  return { ok: false, error }
}

/** Folds the log into the file and marks it as closed in order. */
export const closeStore = ({ sql }: Store): void => {
  setClean(sql, true)
  sql.all('PRAGMA wal_checkpoint(TRUNCATE)')
  sql.close()
}
