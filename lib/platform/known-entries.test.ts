import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFdbJson } from '@/lib/iproute2'
import type { FdbEntry } from '@/lib/model/reading'
import { fdbEntryFrom } from './fdb-entries'
import { type Before, entriesAsBefore } from './known-entries'

const parsed = (text: string): FdbEntry[] => parseFdbJson(text).rows.flatMap(row => fdbEntryFrom(row, null) ?? [])

const S = 1000
const READ_AT = 1_000 * S

/** The entries of a text that is printed so many seconds after another. */
const again = (text: string, before: string, seconds = 0): FdbEntry[] | null => {
  const steps = entriesAsBefore(text, READ_AT + seconds * S, { text: before, fdb: parsed(before), readAt: READ_AT })
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

const row = fc.record({
  mac: fc.constantFrom('02:00:00:00:00:01', '02:00:00:00:00:02', '02:00:00:00:00:03'),
  // The last two look like ages.
  ifname: fc.constantFrom('vxlan0', 'eth1', '{', '"used":5', ',"used":1'),
  dst: fc.constantFrom('10.0.0.1', '10.0.0.12', '10.0.0.123'),
  used: fc.nat(1_200),
  updated: fc.nat(1_200),
  flags: fc.constantFrom(['self'], []),
  state: fc.constantFrom('', 'static', 'permanent'),
})
const change = fc.record({
  at: fc.nat(9),
  to: row.chain(({ mac, ifname, dst, state }) => fc.constantFrom({ mac }, { ifname }, { dst }, { state })),
})

/** As at one moment: the clocks of an entry whose ages were read before count on. */
const countedOn = ({ readAt, ...entry }: FdbEntry, now: number): FdbEntry => {
  const since = readAt === undefined ? 0 : (now - readAt) / S
  const { used, updated } = entry
  return { ...entry, used: used === null ? null : used + since, updated: updated === null ? null : updated + since }
}

describe('entries that are printed as before', () => {
  it('are what a reading of them gives, or are not known', () => {
    let known = 0
    fc.assert(
      fc.property(
        fc.array(fc.tuple(row, fc.option(fc.nat(300)), fc.option(fc.nat(300))), { maxLength: 8 }),
        fc.option(change, { freq: 1 }),
        fc.option(fc.nat(9), { freq: 1 }),
        fc.constantFrom(0, 30),
        (rows, changed, dropped, seconds) => {
          const before = JSON.stringify(rows.map(([one]) => one))
          const after = rows.flatMap(([one, used, updated], at) => {
            const aged = { ...one, used: used ?? one.used + seconds, updated: updated ?? one.updated + seconds }
            if (at === dropped) return []
            return changed?.at === at ? { ...aged, ...changed.to } : aged
          })
          const text = JSON.stringify(after)
          const entries = again(text, before, seconds)
          if (entries === null) return
          known += 1
          const now = READ_AT + seconds * S
          for (const [at, wanted] of parsed(text).entries()) {
            const { used, updated, ...rest } = countedOn(entries[at] ?? wanted, now)
            expect({ ...rest, used: wanted.used, updated: wanted.updated }).toEqual(wanted)
            expect(Math.abs((used ?? 0) - (wanted.used ?? 0))).toBeLessThanOrEqual(1)
            expect(Math.abs((updated ?? 0) - (wanted.updated ?? 0))).toBeLessThanOrEqual(1)
          }
          expect(entries).toHaveLength(after.length)
        },
      ),
      { seed: 42, numRuns: 2_000 },
    )
    expect(known).toBeGreaterThan(300)
  })

  it('are the very objects where they stay and their clocks count on, and new ones where they do not', () => {
    const text = (used: number, sentTo: number) =>
      JSON.stringify(
        [used, sentTo, used].map((age, at) => ({
          ...{ mac: `02:00:00:00:00:0${at}`, ifname: 'vxlan0', dst: '10.0.0.1', used: age, updated: used },
          ...{ flags: ['self'], state: at === 2 ? '' : 'static' },
        })),
      )
    const read = (at: number, printed: string, before: Before): Before => {
      const readAt = READ_AT + at * S
      return { text: printed, readAt, fdb: entriesAsBefore(printed, readAt, before).next().value ?? [] }
    }
    const first = { text: text(9, 9), readAt: READ_AT, fdb: parsed(text(9, 9)) }
    const second = read(30, text(39, 39), first)
    const third = read(60, text(69, 2), second)
    expect(second.fdb.map(({ used, readAt }) => [used, readAt])).toEqual([
      [9, READ_AT],
      [9, READ_AT],
      [39, undefined],
    ])
    expect(third.fdb[0]).toBe(second.fdb[0])
    expect(third.fdb.map(({ used, readAt }) => [used, readAt])).toEqual([
      [9, READ_AT],
      [2, undefined],
      [69, undefined],
    ])
  })

  it.each([
    ['a number that is no age', '"port":4789', '"port":4790'],
    ['an age that is none any more', '"used":12', '"used":x'],
    ['an age that is missing', ',"updated":3', ''],
    ['ages of a row that had none', '"state":""', '"state":"","used":1,"updated":1'],
    ['a row more', '}]', '},{}]'],
    ['an end that is missing', '}]', '}'],
  ])('are not known by %s', (_, from, to) => {
    const before =
      '[{"mac":"02:00:00:00:00:01","ifname":"vxlan0","port":4789,"used":12,"updated":3,"flags":[],"state":""}]'
    expect(again(before, before)).toHaveLength(1)
    expect(again(before.replace(from, to), before)).toBeNull()
  })
})
