import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Publication } from '@/lib/bus'
import type { Event } from '@/lib/model/event'
import type { FdbRow } from '@/lib/model/overlay'
import type { FdbEntry } from '@/lib/model/reading'
import { applyFailure, applyFdbLines, applyFdbReading, beginFdbReading } from '@/lib/overlay'
import { aFloodEntry, anEntry, anUnderlay, aReading, aVxlanLink, GROUP, READ_AT } from '@/lib/overlay/testing'
import { nextTurn } from '@/lib/turns'
import { newShell } from './node-status'
import { createStore, type NodeSink, type Store } from './store'

const MAC = '02:00:00:00:00:01'
const S = 1000

const NAMES = ['a', 'b'] as const

const entry: fc.Arbitrary<FdbEntry> = fc
  .record({
    mac: fc.constantFrom('02:00:00:00:00:01', '02:00:00:00:00:02', '02:00:00:00:00:03', '02:00:00:00:00:04'),
    dst: fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.9'),
    state: fc.constantFrom('', 'static'),
  })
  .map(({ mac, dst, state }) => anEntry(mac, dst, { state }))

const step = fc.record({
  name: fc.constantFrom(...NAMES),
  does: fc.constantFrom('read', 'read', 'line', 'line', 'line', 'deleted', 'fail', 'remove'),
  up: fc.boolean(),
  vni: fc.constantFrom(42, 43),
  entries: fc.array(entry, { minLength: 1, maxLength: 6 }),
  turns: fc.integer({ min: 0, max: 3 }),
})
type Day = (typeof step extends fc.Arbitrary<infer One> ? One : never)[]

const readingOf = (name: string, { up, vni, entries }: Day[number], readAt: number) =>
  aReading({
    readAt,
    links: [
      anUnderlay('eth1', name === 'a' ? '10.0.0.1' : '10.0.0.2'),
      aVxlanLink('vxlan0', { vni, group: GROUP }, { link: 'eth1', up }),
    ],
    fdb: [aFloodEntry(GROUP, { via: 'eth1' }), ...entries],
  })

/** Plays a day on a store, with `turns` for what it does beside, and some steps told of together; or all at once. */
const play = async (store: Store, day: Day, how: 'inTurns' | 'atOnce') => {
  const pause = async (turns: number) => {
    for (let turn = 0; how === 'inTurns' && turn < turns; turn++) await nextTurn()
  }
  const sinks = new Map<string, NodeSink>()
  let now = READ_AT
  for (const one of day) {
    now += 1_000
    const { name, does, entries, turns } = one
    if (does === 'remove') {
      store.remove(name)
      sinks.delete(name)
    } else {
      const sink = sinks.get(name) ?? store.add(newShell({ name }))
      sinks.set(name, sink)
      if (does === 'read') {
        const reading = readingOf(name, one, now)
        const steps = beginFdbReading(sink.table(), reading, { startedAt: now - 500, watched: true })
        while (!steps.isDone) {
          sink.take(table => steps.step(table, 20))
          if (how === 'atOnce' || turns < 3 || steps.isDone)
            sink.tell({ status: 'connected' }, steps.isDone ? reading : null)
          await pause(turns % 2)
        }
      } else if (does === 'fail') {
        sink.step(table => applyFailure(table, { refused: false, message: 'gone' }, now), { status: 'unreachable' })
      } else {
        const lines = entries.map(told => ({ entry: told, deleted: does === 'deleted', aged: false }))
        const take = how === 'inTurns' && turns > 0 ? sink.take : sink.step
        take(table => applyFdbLines(table, lines, now))
      }
    }
    await pause(turns)
  }
  for (const sink of sinks.values()) sink.tell()
  await store.settled()
}

const shown = ({ overlay, fdb }: { overlay: unknown; fdb: readonly FdbRow[] }) => ({ overlay, fdb })

describe('a store that makes large nodes anew beside what is seen', () => {
  it('ends with the overlay of one that does it at once, and tells all of it', async () => {
    const property = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async day => {
      const published: Publication[] = []
      const sliced = createStore(
        publication => published.push(publication),
        () => READ_AT,
        { large: -1 },
      )
      await play(sliced, day, 'inTurns')
      const whole = createStore(
        () => {},
        () => READ_AT,
        { large: Number.POSITIVE_INFINITY },
      )
      await play(whole, day, 'atOnce')
      expect(shown(sliced.state())).toEqual(shown(whole.state()))
      const rows = new Map<string, FdbRow>()
      for (const { delta } of published) {
        for (const id of delta.fdb.remove) rows.delete(id)
        for (const row of delta.fdb.put) rows.set(row.id, row)
      }
      expect(new Set(rows.values())).toEqual(new Set(sliced.state().fdb))
    })
    await fc.assert(property, { seed: 42, numRuns: 60 })
  }, 60_000)
})

it('tells of what was taken with the next step, and of many rows in a turn of their own', async () => {
  const published: number[] = []
  const store = createStore(
    ({ delta }) => published.push(delta.fdb.put.length),
    () => READ_AT,
  )
  const sink = store.add(newShell({ name: 'n1' }))
  const reading = aReading({ links: [aVxlanLink('vxlan0', { local: '10.0.0.1' })] })
  sink.step(table => applyFdbReading(table, reading, { startedAt: READ_AT, watched: true }))
  published.length = 0
  const learn = (how: 'take' | 'step', from: number, count: number) => {
    const lines = Array.from({ length: count }, (_, at) => {
      const mac = `02:00:00:00:${[(from + at) >> 8, (from + at) & 255].map(byte => byte.toString(16).padStart(2, '0')).join(':')}`
      return { deleted: false, aged: false, entry: anEntry(mac, '10.0.0.9') }
    })
    sink[how](table => applyFdbLines(table, lines, READ_AT + S))
  }
  learn('take', 0, 10)
  await nextTurn()
  await nextTurn()
  expect(published).toEqual([])
  learn('step', 10, 1)
  expect(published).toEqual([11])
  for (let from = 11; from < 511; from += 50) learn('take', from, 50)
  await nextTurn()
  expect(published).toEqual([11, 500])
})

it('takes another rule of flapping from the next move on', () => {
  const events: Event[] = []
  let rule = { moves: 5, within: 180 * S }
  const store = createStore(
    publication => events.push(...publication.events),
    () => READ_AT,
    { flapRule: () => rule },
  )
  const sink = store.add(newShell({ name: 'n1' }))
  const reading = aReading({ links: [aVxlanLink('vxlan0', { local: '10.0.0.1' })], fdb: [anEntry(MAC, '10.0.0.9')] })
  sink.step(table => applyFdbReading(table, reading, { startedAt: READ_AT, watched: true }))
  const move = (second: number) => {
    const entry = anEntry(MAC, `10.0.0.${2 + (second % 2)}`)
    sink.step(table => applyFdbLines(table, [{ deleted: false, aged: false, entry }], READ_AT + second * S))
  }
  const flapped = () => events.filter(({ kind }) => kind === 'flapping').length
  for (const second of [1, 2]) move(second)
  expect(flapped()).toBe(0)
  rule = { moves: 3, within: 60 * S }
  move(3)
  expect(flapped()).toBe(1)
})
