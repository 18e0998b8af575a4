import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FdbEntry, Reading } from '@/lib/model/reading'
import { isSame } from '../lists/same'
import { anEntry, aReading, aVxlanLink, READ_AT } from '../testing'
import { applyFdbLine, applyFdbReading, beginFdbReading } from './changes'
import { emptyTable, type FdbTable } from './fdb-table'

type Generated<T> = T extends fc.Arbitrary<infer Value> ? Value : never

const LINKS = [aVxlanLink('vxlan0', { vni: 42 }), aVxlanLink('vxlan1', { vni: 43 }, { ifindex: 4 })]

/** More MACs than may be gone in one place before rows are looked up by their ids. */
const entry: fc.Arbitrary<FdbEntry> = fc
  .record({
    mac: fc.nat(39).map(at => `02:00:00:00:00:${String(at).padStart(2, '0')}`),
    dst: fc.constantFrom('10.0.0.2', '10.0.0.3', 'fd00::2', 'FD00:0::2'),
    ifname: fc.constantFrom('vxlan0', 'vxlan0', 'vxlan0', 'vxlan1'),
    state: fc.constantFrom('static', 'static', 'permanent', ''),
    flags: fc.constantFrom(['self'], ['self'], ['self', 'extern_learn']),
    age: fc.constantFrom(0, 3, 200),
  })
  .map(({ mac, dst, ifname, state, flags, age }) =>
    anEntry(mac, dst, { ifname, state, flags, used: age, updated: age }),
  )

/** What the next reading has of the last one: all of it mostly, some gone, some in another place, some said twice. */
const edit = fc.oneof(
  fc.record({ does: fc.constant('cut' as const), at: fc.nat(60), count: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ does: fc.constant('move' as const), at: fc.nat(60), to: fc.nat(60) }),
  fc.record({ does: fc.constant('repeat' as const), at: fc.nat(60), to: fc.nat(60) }),
  fc.record({ does: fc.constant('put' as const), at: fc.nat(60), entry }),
)

const edited = (list: readonly FdbEntry[], change: Generated<typeof edit>): FdbEntry[] => {
  const at = Math.min(change.at, list.length)
  if (change.does === 'put') return list.toSpliced(at, 0, change.entry)
  if (change.does === 'cut') return list.toSpliced(at, change.count)
  const taken = list.slice(at, at + 1)
  return (change.does === 'move' ? list.toSpliced(at, 1) : list).toSpliced(change.to, 0, ...taken)
}

const line = fc.record({ entry, deleted: fc.boolean(), ago: fc.constantFrom(10, 400) })
const turn = fc.record({
  edits: fc.array(edit, { maxLength: 3 }),
  lines: fc.array(line, { maxLength: 3 }),
  renamed: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
})

const ordered = <T extends { id: string }>(rows: readonly T[]): T[] => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))

/** Gives how many readings found the order of another one before them. */
const play = (first: readonly FdbEntry[], turns: readonly Generated<typeof turn>[]): number => {
  let [table, fdb, at] = [emptyTable('a'), [...first], READ_AT]
  let followed = 0
  const read = (named: boolean) => {
    const links = LINKS.map(link => (named && link.ifname === 'vxlan1' ? { ...link, ifname: 'vxlan9' } : link))
    const reading = aReading({ links, fdb, readAt: at })
    const options = { startedAt: at - 200, watched: true }
    if (table.read) followed += 1
    const unread: FdbTable = { ...table, read: null }
    const byOrder = applyFdbReading(table, reading, options)
    const byId = applyFdbReading(unread, reading, options)
    // Quick where they are the same, and in words where they aren't.
    if (!isSame(byOrder, byId)) expect(byOrder).toEqual(byId)
    table = byOrder.table
    const { read: known, rows } = table
    if (known) expect(isSame(ordered(known.order), rows.items())).toBe(true)
  }
  read(false)
  for (const { edits, lines, renamed } of turns) {
    at += 1000
    for (const { entry: told, deleted, ago } of lines) {
      table = applyFdbLine(table, { deleted, aged: false, entry: told }, at - ago).table
    }
    fdb = edits.reduce(edited, fdb)
    read(renamed)
  }
  return followed
}

/** A reading in steps of a few rows, with one of the lines told after each. */
const readInSteps = (before: FdbTable, reading: Reading, lines: Generated<typeof turn>['lines']) => {
  let table = before
  const steps = beginFdbReading(table, reading, { startedAt: reading.readAt - 200, watched: true })
  for (let count = 0; !steps.isDone; count++) {
    table = steps.step(table, 8).table
    const told = steps.isDone ? undefined : lines[count % lines.length]
    if (told) table = applyFdbLine(table, { ...told, aged: false }, reading.readAt + 10).table
  }
  return table
}

const staying = (at: number): FdbEntry =>
  anEntry(`02:00:00:00:00:${String(at).padStart(2, '0')}`, '10.0.0.2', { state: 'static', used: null, updated: null })

describe('a reading', { timeout: 30_000 }, () => {
  it('does the same whether its rows are found in the order of the last one or by their ids', () => {
    let followed = 0
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 20, maxLength: 60 }),
        fc.array(turn, { maxLength: 6 }),
        (first, turns) => {
          followed += play(first, turns)
        },
      ),
      { seed: 20140107, numRuns: 100 },
    )
    expect(followed).toBeGreaterThan(100)
  })

  it('does the same where lines tell of its rows while it is taken', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 20, maxLength: 60 }),
        fc.array(turn, { minLength: 2, maxLength: 4 }),
        (first, turns) => {
          let [table, fdb, at] = [emptyTable('a'), first, READ_AT]
          for (const { edits, lines } of turns) {
            const reading = aReading({ links: LINKS, fdb, readAt: at })
            const options = { startedAt: at - 200, watched: true }
            const byOrder = applyFdbReading(table, reading, options)
            const byId = applyFdbReading({ ...table, read: null }, reading, options)
            if (!isSame(byOrder, byId)) expect(byOrder).toEqual(byId)
            table = readInSteps(table, reading, lines)
            if (table.read) expect(isSame(ordered(table.read.order), table.read.rows.items())).toBe(true)
            at += 1000
            fdb = edits.reduce(edited, fdb)
          }
        },
      ),
      { seed: 20140107, numRuns: 200 },
    )
  })

  it('does the same where a list of entries that stay is read again and again', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(39), { minLength: 20 }),
        fc.array(turn, { minLength: 3, maxLength: 6 }),
        (macs, turns) => {
          const first = macs.map(at => staying(at))
          play(
            first,
            turns.map(one => ({ ...one, edits: [] })),
          )
        },
      ),
      { seed: 20140107, numRuns: 100 },
    )
  })

  it('looks at no entry of such a list, until a line has told of a row', () => {
    const fdb = Array.from({ length: 40 }, (_, at) => staying(at))
    const isDoneAtOnce = (at: number): boolean => {
      const reading = aReading({ links: LINKS, fdb, readAt: at })
      const steps = beginFdbReading(table, reading, { startedAt: at - 200, watched: true })
      table = steps.step(table, 1).table
      const isDone = steps.isDone
      while (!steps.isDone) table = steps.step(table, 1000).table
      return isDone
    }
    let table = emptyTable('a')
    expect([0, 1000, 2000].map(ms => isDoneAtOnce(READ_AT + ms))).toEqual([false, false, true])
    table = applyFdbLine(table, { deleted: true, aged: false, entry: staying(7) }, READ_AT + 2500).table
    expect(table.rows.size).toBe(39)
    expect(isDoneAtOnce(READ_AT + 4000)).toBe(false)
    expect(table.rows.size).toBe(40)
  })
})
