import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FdbEntry } from '@/lib/model/reading'
import { anEntry, aReading, aVxlanLink, READ_AT } from '../testing'
import { applyFdbLines, applyFdbReading, beginFdbReading } from './changes'
import { emptyTable, type FdbLine, type FdbTable } from './fdb-table'

const entry: fc.Arbitrary<FdbEntry> = fc
  .record({
    mac: fc.integer({ min: 1, max: 12 }).map(at => `02:00:00:00:00:0${at.toString(16)}`),
    dst: fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3'),
    state: fc.constantFrom('', '', 'static'),
    used: fc.constantFrom(0, 100),
  })
  .map(({ mac, dst, state, used }) => anEntry(mac, dst, { state, used, updated: used }))

const reading = fc.record({ fdb: fc.array(entry, { maxLength: 14 }), up: fc.boolean() }).map(({ fdb, up }) => ({
  ...{ fdb, links: [aVxlanLink('vxlan0', { local: '10.0.0.9' }, { up })] },
}))

const lines: fc.Arbitrary<FdbLine[]> = fc.array(fc.record({ entry, deleted: fc.boolean(), aged: fc.constant(false) }), {
  maxLength: 3,
})

const options = { startedAt: READ_AT + 10_000, watched: true }
const at = READ_AT + 20_000

const firstTable = (told: { fdb: FdbEntry[] }): FdbTable =>
  applyFdbReading(emptyTable('n'), aReading(told), { startedAt: READ_AT, watched: false }).table

const plain = (table: FdbTable) => ({
  ...{ rows: table.rows.items(), places: table.places.items(), leaving: table.leaving.items() },
  ...{ owed: table.owed.items(), told: table.told.items(), missed: table.missed, readAt: table.readAt },
})

/** Long days on a busy machine. */
const TIMEOUT = 30_000

describe('a reading taken in steps', { timeout: TIMEOUT }, () => {
  it('gives the table and the events that it gives at once', () => {
    const property = fc.property(reading, reading, fc.integer({ min: 1, max: 60 }), (first, second, size) => {
      const before = firstTable(first)
      const told = aReading({ ...second, readAt: at })
      const whole = applyFdbReading(before, told, options)
      const steps = beginFdbReading(before, told, options)
      let table = before
      const events = []
      while (!steps.isDone) {
        const step = steps.step(table, size)
        table = step.table
        events.push(...step.changes.events)
      }
      expect(plain(table)).toEqual(plain(whole.table))
      expect(events).toEqual(whole.changes.events)
    })
    fc.assert(property, { seed: 42, numRuns: 100 })
  })

  it('says of each row what lines told meanwhile, whenever they came', () => {
    const day = fc.array(fc.record({ size: fc.integer({ min: 1, max: 60 }), lines }), { maxLength: 12 })
    const property = fc.property(reading, reading, day, (first, second, pauses) => {
      const before = firstTable(first)
      const told = aReading({ ...second, readAt: at })
      const steps = beginFdbReading(before, told, options)
      let table = before
      const newer = new Map<string, FdbLine>()
      for (const pause of pauses) {
        table = steps.step(table, pause.size).table
        table = applyFdbLines(table, pause.lines, at).table
        for (const line of pause.lines) newer.set(`${line.entry.mac} ${line.entry.dst}`, line)
        if (steps.isDone) break
      }
      while (!steps.isDone) table = steps.step(table, 1_000).table
      const has = new Map(table.rows.items().map(({ entry: { mac, dst } }) => [`${mac} ${dst}`, true]))
      for (const [
        row,
        {
          deleted,
          entry: { mac },
        },
      ] of newer) {
        const last = [...newer.values()].filter(line => line.entry.mac === mac).at(-1)
        if (deleted || last === newer.get(row)) expect(has.get(row) ?? false).toBe(!deleted)
      }
      const untold = second.fdb.filter(({ mac }) => ![...newer.values()].some(line => line.entry.mac === mac))
      for (const { mac, dst } of untold) expect(has.get(`${mac} ${dst}`)).toBe(true)
    })
    fc.assert(property, { seed: 42, numRuns: 100 })
  })
})
