import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFdbJson } from '@/lib/iproute2'
import type { FdbEntry } from '@/lib/model/reading'
import { fdbEntryFrom } from './fdb-entries'
import { entriesAsBefore } from './known-entries'

const parsed = (text: string): FdbEntry[] => parseFdbJson(text).rows.flatMap(row => fdbEntryFrom(row, null) ?? [])

const again = (text: string, before: string): FdbEntry[] | null => {
  const steps = entriesAsBefore(text, before, parsed(before))
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

const ageless = (entry: FdbEntry): FdbEntry => (entry.state === '' ? entry : { ...entry, used: null, updated: null })

describe('entries that are printed as before', () => {
  it('are what a reading of them gives, or are not known', () => {
    let known = 0
    fc.assert(
      fc.property(
        fc.array(fc.tuple(row, fc.nat(300), fc.nat(300)), { maxLength: 8 }),
        fc.option(change, { freq: 1 }),
        fc.option(fc.nat(9), { freq: 1 }),
        (rows, changed, dropped) => {
          const before = JSON.stringify(rows.map(([one]) => one))
          const after = rows.flatMap(([one, used, updated], at) => {
            const aged = { ...one, used: one.used + used, updated }
            if (at === dropped) return []
            return changed?.at === at ? { ...aged, ...changed.to } : aged
          })
          const text = JSON.stringify(after)
          const entries = again(text, before)
          if (entries === null) return
          known += 1
          expect(entries.map(ageless)).toEqual(parsed(text).map(ageless))
        },
      ),
      { seed: 42, numRuns: 2_000 },
    )
    expect(known).toBeGreaterThan(300)
  })

  it('are known with any ages, and those that stay are the very objects', () => {
    const text = (used: number) =>
      JSON.stringify([
        {
          mac: '02:00:00:00:00:01',
          ifname: 'vxlan0',
          dst: '10.0.0.1',
          used,
          updated: 7,
          flags: ['self'],
          state: 'static',
        },
        { mac: '02:00:00:00:00:02', ifname: 'vxlan0', dst: '10.0.0.1', used, updated: 7, flags: ['self'], state: '' },
      ])
    const rows = parsed(text(9))
    const entries = entriesAsBefore(text(10), text(9), rows).next().value
    expect(entries?.[0]).toBe(rows[0])
    expect(entries?.[1]).toEqual({ ...rows[1], used: 10 })
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
