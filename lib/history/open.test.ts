import { closeSync, existsSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHistory } from './index'
import { MIGRATIONS, migrate, versionOf } from './store/migrations'
import { openSql } from './store/sqlite'
import { aDirectory, NOON, someEvents } from './testing'

let place: ReturnType<typeof aDirectory>
beforeEach(() => {
  place = aDirectory()
})
afterEach(() => place.remove())

const open = (file = place.file) => openHistory({ file, now: () => NOON })

const openedAndClosed = async (file?: string) => {
  const opened = await open(file)
  if (!opened.ok) return opened.error
  const stats = await opened.value.stats()
  await opened.value.close()
  return { movedAside: opened.value.movedAside, events: stats.ok ? stats.value.events : null }
}

const withEvents = async () => {
  const opened = await open()
  if (!opened.ok) throw new Error(opened.error.message)
  await opened.value.record({ events: someEvents(2000, NOON), keyframes: [] })
  await opened.value.close()
}

describe('opening', () => {
  it('makes the directory and a file for this user alone', async () => {
    const file = path.join(path.dirname(place.file), 'new/history.db')
    expect(await openedAndClosed(file)).toEqual({ movedAside: null, events: 0 })
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('says when there is no place for a file', async () => {
    writeFileSync(place.file, '')
    expect(await openedAndClosed(path.join(place.file, 'history.db'))).toMatchObject({ code: 'cannotOpen' })
  })

  it('refuses what a newer release wrote and leaves it as it is', async () => {
    const sql = openSql(place.file)
    sql.exec('PRAGMA user_version = 99')
    sql.close()
    const before = readFileSync(place.file)
    expect(await openedAndClosed()).toMatchObject({ code: 'newer', message: expect.stringContaining('99') })
    expect(readFileSync(place.file)).toEqual(before)
  })

  it('moves aside what is no database, and begins anew', async () => {
    writeFileSync(place.file, 'no database at all '.repeat(1000))
    expect(await openedAndClosed()).toEqual({ movedAside: `${place.file}.damaged-2026-11-22T120000.000Z`, events: 0 })
    expect(readFileSync(`${place.file}.damaged-2026-11-22T120000.000Z`, 'utf8')).toMatch(/^no database at all/)
  })

  it('moves aside a database with a damaged page that was not closed in order', async () => {
    await withEvents()
    const sql = openSql(place.file)
    sql.run("UPDATE meta SET value = 0 WHERE name = 'clean'")
    sql.all('PRAGMA wal_checkpoint(TRUNCATE)')
    sql.close()
    const file = openSync(place.file, 'r+')
    for (let page = 3; page < 60; page += 1) writeSync(file, Buffer.alloc(4096, 0xee), 0, 4096, page * 4096)
    closeSync(file)
    expect(await openedAndClosed()).toMatchObject({ movedAside: expect.stringContaining('.damaged-'), events: 0 })
  })

  it('leaves nothing beside the file when it was closed', async () => {
    await withEvents()
    expect(await openedAndClosed()).toEqual({ movedAside: null, events: 2000 })
    const wal = `${place.file}-wal`
    expect(existsSync(wal) ? statSync(wal).size : 0).toBe(0)
    expect(readdirSync(path.dirname(place.file)).filter(name => name.includes('damaged'))).toEqual([])
  })
})

describe('without its worker', () => {
  it('an opening fails with a reason', async () => {
    const opened = await openHistory({ file: place.file, now: () => NOON, workerPath: '/nowhere/worker.mjs' })
    expect(opened).toMatchObject({ ok: false, error: { code: 'closed' } })
  })

  it('what is recorded fails and is counted', async () => {
    const opened = await open()
    if (!opened.ok) throw new Error(opened.error.message)
    await opened.value.close()
    const answer = await opened.value.record({ events: someEvents(3, NOON), keyframes: [] })
    expect(answer).toMatchObject({ ok: false, error: { code: 'closed' } })
  })
})

describe('migrations', () => {
  const next = 'ALTER TABLE event ADD COLUMN colour TEXT'

  it('bring an older file to the newest schema and keep what is in it', async () => {
    await withEvents()
    const sql = openSql(place.file)
    migrate(sql, [...MIGRATIONS, next])
    expect(versionOf(sql)).toBe(MIGRATIONS.length + 1)
    expect(sql.all('SELECT count(colour) AS coloured, count(*) AS events FROM event')[0]).toMatchObject({
      coloured: 0,
      events: 2000,
    })
    sql.close()
  })

  it('are done whole or not at all', () => {
    const sql = openSql(place.file)
    expect(() => migrate(sql, [...MIGRATIONS, `${next}; nonsense`])).toThrow()
    expect(versionOf(sql)).toBe(MIGRATIONS.length)
    expect(sql.all("SELECT 1 FROM pragma_table_info('event') WHERE name = 'colour'")).toEqual([])
    sql.close()
  })
})
