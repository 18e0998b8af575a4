import { describe, expect, it } from 'vitest'
import type { FdbEntry, Link, Reading } from '@/lib/model/reading'
import { aBridge, aFloodEntry, anEntry, aPortEntry, aReading, aVxlanLink, READ_AT } from '../testing'
import { applyFailure, applyFdbLine, applyFdbLines, applyFdbReading, type Step, settleAt, settleFdb } from './changes'
import { emptyTable, endsOf, type FdbTable } from './fdb-table'

const MAC = '02:00:00:00:0a:01'
const [A, B, C] = ['10.0.0.2', '10.0.0.3', '10.0.0.4']
const vxlan0 = aVxlanLink('vxlan0', { local: '10.0.0.1' }, { ifindex: 3, operstate: 'UNKNOWN', master: 'br0' })
const br0: Link = { ...aBridge('br0'), ifindex: 4 }
const links = [vxlan0, br0]
const fresh = { used: 0, updated: 0 }

const S = 1000
/** A reading so many seconds after the first. */
const later = (seconds: number, fdb: FdbEntry[], over: Partial<Reading> = {}): Reading =>
  aReading({ links, fdb, readAt: READ_AT + seconds * S, ...over })
const read = (table: FdbTable, reading: Reading, watched = true): Step =>
  applyFdbReading(table, reading, { startedAt: reading.readAt - 10, watched })
const startWith = (...fdb: FdbEntry[]): FdbTable => read(emptyTable('n1'), later(0, fdb)).table
const line = (table: FdbTable, seconds: number, entry: FdbEntry, how: 'put' | 'deleted' | 'aged' = 'put'): Step =>
  applyFdbLine(table, { deleted: how !== 'put', aged: how === 'aged', entry }, READ_AT + seconds * S)
const told = ({ changes }: Step) => changes.events.map(({ kind, reason, from, to }) => [kind, reason, from, to])
const places = ({ rows }: FdbTable) => rows.items().map(({ entry }) => entry.dst ?? entry.ifname)
const settled = (table: FdbTable, seconds: number) => settleFdb(table, READ_AT + seconds * S)

describe('the first reading', () => {
  it('says what is there, and nothing of it is news', () => {
    const step = read(emptyTable('n1'), later(0, [anEntry(MAC, A), aFloodEntry(B)]))
    expect(told(step)).toEqual([['nodeConnected', null, null, null]])
    expect(step.changes.put).toHaveLength(2)
    expect(step.changes.frame).toMatchObject({ links })
  })

  it('makes lines before it nothing to go by', () => {
    const step = line(emptyTable('n1'), 0, anEntry(MAC, A))
    expect([step.changes.put, step.changes.events]).toEqual([[], []])
  })
})

describe('a line', () => {
  it('of a new MAC is learned, of what was configured added', () => {
    const learned = line(startWith(), 1, anEntry(MAC, A, fresh))
    expect(told(learned)).toEqual([['learned', null, null, A]])
    expect(learned.changes.events[0]).toMatchObject({
      id: `event:2026-11-22T12:00:01.000Z/n1/learned//fdb:n1/vxlan0/${MAC}////${A}////self//${A}`,
      row: { mac: MAC, vni: 42, dst: A, kind: 'learned' },
      text: `n1 learned ${MAC} at ${A} on vxlan0, VNI 42.`,
    })
    const added = line(startWith(), 1, anEntry(MAC, A, { state: 'permanent' }))
    expect(told(added)).toEqual([['added', null, null, A]])
  })

  it('of a known MAC at another VTEP is a move, of which the kernel says no more', () => {
    const step = line(startWith(anEntry(MAC, A)), 1, anEntry(MAC, B))
    expect(told(step)).toEqual([['moved', 'moved', A, B]])
    expect(places(step.table)).toEqual([B])
    expect(step.changes.put).toMatchObject([{ moves: 1, firstSeenAt: READ_AT + S }])
    expect(step.changes.remove).toHaveLength(1)
  })

  it('of a known MAC behind another port of a bridge is a move', () => {
    const step = line(startWith(aPortEntry(MAC, 'host0')), 1, aPortEntry(MAC, 'vxlan0'))
    expect(told(step)).toEqual([['moved', 'moved', 'host0', 'vxlan0']])
  })

  it('of another remote of a flood list, or of a multicast MAC, takes no place', () => {
    for (const mac of ['00:00:00:00:00:00', '01:00:5e:00:00:01']) {
      const static_ = { state: 'permanent' }
      const step = line(startWith(anEntry(mac, A, static_)), 1, anEntry(mac, B, static_))
      expect(told(step)).toEqual([['added', null, null, B]])
      expect(places(step.table)).toEqual([A, B])
    }
  })

  it('of a static entry in the place of a learned one is a replacement, at the same VTEP or another', () => {
    for (const dst of [A, B]) {
      const step = line(startWith(anEntry(MAC, A)), 1, anEntry(MAC, dst, { state: 'static' }))
      expect(told(step)).toEqual([
        ['gone', 'replaced', A, null],
        ['added', null, null, dst],
      ])
      expect(step.table.rows.size).toBe(1)
    }
  })

  it('that says deleted and stale is an entry that aged', () => {
    const step = line(startWith(anEntry(MAC, A)), 9, anEntry(MAC, A, { state: 'stale' }), 'aged')
    expect(told(step)).toEqual([['gone', 'aged', A, null]])
    expect(step.changes.remove).toEqual([expect.objectContaining({ ifname: 'vxlan0', mac: MAC })])
  })

  it('that says deleted takes the row at once, and its reason when no word of the device came', () => {
    const step = line(startWith(anEntry(MAC, A)), 1, anEntry(MAC, A), 'deleted')
    expect([step.changes.remove.length, step.changes.events]).toEqual([1, []])
    expect(settleAt(step.table)).toBe(READ_AT + 1300)
    expect(told(settled(step.table, 1.2))).toEqual([])
    const late = settled(step.table, 1.3)
    expect(told(late)).toEqual([['gone', 'flushed', A, null]])
    expect(late.changes.events[0]?.at).toBe('2026-11-22T12:00:01.000Z')
    expect(settleAt(late.table)).toBeNull()
  })

  it('that says deleted is the device’s doing when that goes down or away just then', () => {
    const { table } = line(startWith(anEntry(MAC, A)), 1, anEntry(MAC, A), 'deleted')
    const readWith = (now: Link[]) => read(table, later(1.1, [], { links: now }))
    expect(told(readWith([{ ...vxlan0, up: false }, br0]))).toEqual([
      ['linkDown', null, null, null],
      ['gone', 'deviceDown', A, null],
    ])
    expect(told(readWith([br0]))).toEqual([
      ['linkGone', null, null, null],
      ['gone', 'deviceDeleted', A, null],
    ])
  })

  it('that says deleted just before the MAC stands elsewhere is half a move', () => {
    const { table } = line(startWith(anEntry(MAC, A)), 1, anEntry(MAC, A), 'deleted')
    const step = line(table, 1.1, anEntry(MAC, B))
    expect(told(step)).toEqual([['moved', 'moved', A, B]])
    expect(settleAt(step.table)).toBeNull()
  })

  it('that echoes a change without its destination is no row', () => {
    const table = startWith(anEntry(MAC, A, { state: 'permanent' }))
    expect(line(table, 1, anEntry(MAC, null, { state: 'permanent' })).table.rows.size).toBe(1)
    expect(line(table, 1, anEntry(MAC, null), 'deleted').table.rows.size).toBe(1)
  })

  it('of an address filter changes the table and is no event', () => {
    const step = line(startWith(), 1, anEntry('33:33:00:00:00:01', null, { ifname: 'eth1', state: 'permanent' }))
    expect([step.changes.put.length, step.changes.events]).toEqual([1, []])
  })

  it('of what is known already changes nothing', () => {
    const table = startWith(anEntry(MAC, A))
    const { changes } = line(table, 1, anEntry(MAC, A, { used: null, updated: null }))
    expect([changes.put, changes.remove, changes.events]).toEqual([[], [], []])
  })

  it('is one of many that are alike in one millisecond, and each has its own id', () => {
    const put = { deleted: false, aged: false, entry: anEntry(MAC, A, fresh) }
    const lines = [put, { ...put, deleted: true, aged: true }, put]
    const { changes } = applyFdbLines(startWith(), lines, READ_AT + S)
    const ids = changes.events.map(({ id }) => id)
    expect(new Set(ids).size).toBe(3)
    expect(ids[2]).toBe(`${ids[0]}/2`)
  })
})

describe('reading again', () => {
  it('puts a row whose end moved by more than a second, and leaves the rest', () => {
    const other = '02:00:00:00:0a:02'
    const table = startWith(anEntry(MAC, A, fresh), anEntry(other, A, fresh))
    const ages = (age: number) => ({ used: age, updated: age })
    const { changes } = read(table, later(60, [anEntry(MAC, A, ages(3)), anEntry(other, A, ages(60))]))
    expect(changes.events).toEqual([])
    expect(changes.put.map(({ entry }) => entry.mac)).toEqual([MAC])
  })

  it('puts a row that was sent to meanwhile, though that prolongs no life', () => {
    const used = (age: number, over = {}) => anEntry(MAC, A, { used: age, updated: age, ...over })
    for (const over of [{}, { state: 'static' }]) {
      const { changes } = read(startWith(used(1, over)), later(60, [{ ...used(3, over), updated: 61 }]))
      expect(changes.put.map(({ entry }) => [entry.used, entry.updated])).toEqual([[3, 61]])
      expect(read(startWith(used(1, over)), later(60, [used(61, over)])).changes.put).toEqual([])
    }
  })

  it('takes a missing row for aged once its end had come, else for flushed', () => {
    const aged = { used: 290, updated: 290 }
    expect(told(read(startWith(anEntry(MAC, A, aged)), later(12, [])))).toEqual([['gone', 'aged', A, null]])
    expect(told(read(startWith(anEntry(MAC, A, aged)), later(5, [])))).toEqual([['gone', 'flushed', A, null]])
  })

  it('keeps a row that is past its end for as long as the kernel does', () => {
    const step = read(startWith(anEntry(MAC, A, fresh)), later(310, [anEntry(MAC, A, { used: 310, updated: 310 })]))
    expect([step.table.rows.size, step.changes.events]).toEqual([1, []])
  })

  it('knows by the device why a row is missing', () => {
    const table = startWith(anEntry(MAC, A), aPortEntry(MAC, 'vxlan0'))
    const reasons = (now: Link[]) =>
      read(table, later(1, [], { links: now })).changes.events.map(({ kind, reason }) => [kind, reason])
    expect(reasons([{ ...vxlan0, up: false }, br0])).toEqual([
      ['linkDown', null],
      ['gone', 'deviceDown'],
      ['gone', 'deviceDown'],
    ])
    expect(reasons([br0])).toEqual([
      ['linkGone', null],
      ['gone', 'deviceDeleted'],
      ['gone', 'deviceDeleted'],
    ])
    expect(reasons([{ ...vxlan0, ifindex: 9 }, br0])).toEqual([
      ['linkGone', null],
      ['linkAdded', null],
      ['gone', 'deviceDeleted'],
      ['gone', 'deviceDeleted'],
    ])
  })

  it('carries the rows of a renamed device over', () => {
    const table = startWith(anEntry(MAC, A))
    const renamed = later(1, [anEntry(MAC, A, { ifname: 'vx42' })], { links: [{ ...vxlan0, ifname: 'vx42' }, br0] })
    const { changes } = read(table, renamed)
    expect(changes.events.map(({ text }) => text)).toEqual(['vxlan0 on n1 changed: name vx42, was vxlan0.'])
    expect(changes.put).toMatchObject([{ firstSeenAt: READ_AT, entry: { ifname: 'vx42' } }])
    expect(changes.remove).toMatchObject([{ ifname: 'vxlan0' }])
  })

  it('finds a move', () => {
    const step = read(startWith(anEntry(MAC, A)), later(1, [anEntry(MAC, B)]))
    expect(told(step)).toEqual([['moved', 'moved', A, B]])
  })

  it('yields to what a line told after it was asked for', () => {
    const before = startWith(anEntry(MAC, A))
    const asked = { startedAt: READ_AT + S, watched: true }
    const moved = line(before, 2, anEntry(MAC, B)).table
    const [stale, gone] = [later(3, [anEntry(MAC, A)]), later(3, [])]
    expect(places(applyFdbReading(moved, stale, asked).table)).toEqual([B])
    expect(places(applyFdbReading(moved, gone, asked).table)).toEqual([B])
    const aged = line(before, 2, anEntry(MAC, A), 'aged').table
    expect(places(applyFdbReading(aged, stale, asked).table)).toEqual([])
  })

  it('counts what the stream missed, save what its line tells a moment later', () => {
    const step = read(startWith(), later(1, [anEntry(MAC, A, fresh)]))
    expect(settled(step.table, 2.9).changes.missed).toBe(0)
    expect(settled(step.table, 3).changes.missed).toBe(1)
    expect(settled(line(step.table, 1.1, anEntry(MAC, A, fresh)).table, 3).changes.missed).toBe(0)
  })
})

describe('an entry that was seen to be learned', () => {
  const learned = line(startWith(), 0.4, anEntry(MAC, A, { used: null, updated: null })).table
  const endIn = (table: FdbTable) => endsOf(table).map(({ at, due }) => [(at - READ_AT) / S, (due - READ_AT) / S])
  const readAged = (seconds: number, age: number) =>
    read(learned, later(seconds, [anEntry(MAC, A, { used: age, updated: age })]))

  it('goes when its ageing time is over from just then, however a reading floors its age', () => {
    expect(endIn(learned)).toEqual([[300.4, 300.4]])
    for (const seconds of [60.41, 60.9, 61.39]) {
      const step = readAged(seconds, Math.floor(seconds - 0.4))
      expect([step.changes.put, endIn(step.table)]).toEqual([[], [[300.4, 300.4]]])
    }
  })

  it('is as true as the reading that shows it was refreshed', () => {
    expect(endIn(readAged(60.41, 50).table)).toEqual([[310.035, 310.41]])
  })

  it('is as true as the reading that shows it is older', () => {
    expect(endIn(readAged(60.41, 62).table)).toEqual([[298.035, 298.41]])
  })
})

describe('a node that fails', () => {
  const failure = { refused: false, message: 'connection refused' }
  const full = startWith(anEntry(MAC, A), anEntry('02:00:00:00:0a:02', A, { used: 299, updated: 299 }), aFloodEntry(B))

  it('is one event about itself, once, and its rows stay', () => {
    const step = applyFailure(full, failure, READ_AT + S)
    expect(told(step)).toEqual([['nodeLost', null, null, null]])
    expect(step.changes.events[0]?.text).toBe("n1 can't be reached: connection refused")
    expect(step.table.rows.size).toBe(3)
    expect(applyFailure(step.table, failure, READ_AT + 2 * S).changes.events).toEqual([])
    expect(told(applyFailure(step.table, { ...failure, refused: true }, READ_AT + 2 * S))[0]?.[0]).toBe('nodeRefused')
  })

  it('that returns as it was is one event', () => {
    const { table } = applyFailure(full, failure, READ_AT + S)
    const fdb = full.rows.items().map(({ entry }) => entry)
    expect(told(read(table, later(600, fdb)))).toEqual([['nodeConnected', null, null, null]])
  })

  it('that returns changed says that nobody knows why', () => {
    const { table } = applyFailure(full, failure, READ_AT + S)
    const step = read(table, later(600, [anEntry(MAC, C), aFloodEntry(B)]))
    expect(told(step)).toEqual([
      ['nodeConnected', null, null, null],
      ['moved', 'unknown', A, C],
      ['gone', 'unknown', A, null],
    ])
    expect(step.changes.missed).toBe(0)
  })
})

describe('a flapping MAC', () => {
  const bounce = (table: FdbTable, times: number[]) => {
    let [at, flaps, now] = [A, [] as number[], table]
    for (const time of times) {
      at = at === A ? B : A
      const step = line(now, time, anEntry(MAC, at))
      now = step.table
      if (step.changes.events.some(({ kind }) => kind === 'flapping')) flaps.push(time)
    }
    return flaps
  }

  it('is told of once per episode', () => {
    const start = startWith(anEntry(MAC, A))
    expect(bounce(start, [1, 2, 3, 4])).toEqual([])
    expect(bounce(start, [1, 2, 3, 4, 5, 6, 7, 8])).toEqual([5])
    expect(bounce(start, [1, 2, 3, 4, 5, 300, 301, 302, 303, 304])).toEqual([5, 304])
    expect(bounce(start, [1, 60, 120, 180, 240, 300])).toEqual([])
  })
})

describe('the clock a kernel ages by', () => {
  it('is found out from an entry that outlives the other clock', () => {
    const step = read(startWith(anEntry(MAC, A)), later(1, [anEntry(MAC, A, { used: 900, updated: 4 })]))
    expect(step.changes.observed).toBe('updated')
  })

  it('is found out from the ages an entry had when it aged out', () => {
    expect(
      line(startWith(anEntry(MAC, A)), 9, anEntry(MAC, A, { used: 300, updated: 20, state: 'stale' }), 'aged').changes
        .observed,
    ).toBe('used')
    expect(
      line(startWith(anEntry(MAC, A)), 9, anEntry(MAC, A, { used: 20, updated: 300, state: 'stale' }), 'aged').changes
        .observed,
    ).toBe('updated')
  })
})
