import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Event } from '@/lib/model/event'
import type { FdbRow } from '@/lib/model/overlay'
import type { FdbEntry, Reading } from '@/lib/model/reading'
import { finish, idMaker } from '@/lib/overlay'
import { buildFdbRows } from '@/lib/overlay/build/fdb-rows'
import { EMPTY_SEEN } from '@/lib/overlay/build/track'
import { aBridge, aLink, aReading, aVxlanLink } from '@/lib/overlay/testing'
import { replay } from './replay'
import { anEntry, anEvent, isoAt, macOf, NOON } from './testing'

const NODE = 'vyos01'

const LINKS = [
  aVxlanLink('vxlan0', {}, { master: 'br0' }),
  aVxlanLink('vxlan9', { vni: null, external: true }),
  aLink('eth1', { master: 'br0' }),
  aBridge('br0'),
]

const readingOf = (fdb: FdbEntry[]): Reading => aReading({ links: LINKS, fdb })

const idOf = idMaker(NODE, readingOf([]))

const rowsOf = (reading: Reading): FdbRow[] =>
  buildFdbRows({ node: NODE, state: 'live', reading, seen: EMPTY_SEEN }, () => [])

/** What the past promises exactly: everything of a row but its ages. */
const exact = (reading: Reading) =>
  rowsOf(reading).map(({ used: _, updated: __, expiresAt: ___, readAt: ____, firstSeenAt: _____, ...row }) => row)

/** A node's tables, by what the kernel finds an entry by. */
type Tables = Map<string, FdbEntry>

interface Step {
  mac: number
  place: number
  act: 'learn' | 'static' | 'delete' | 'flood' | 'external' | 'port'
}

const self = (over: Partial<FdbEntry>) => anEntry({ used: null, updated: null, ...over })

const entryFor = ({ mac, place, act }: Step): [key: string, entry: FdbEntry] => {
  const to = place % 2 === 0 ? `10.0.2.${place}` : `FD00:0::${place}`
  const address = macOf(mac)
  if (act === 'flood') {
    const zero = '00:00:00:00:00:00'
    return [`flood ${place}`, self({ mac: zero, dst: to, state: 'permanent' })]
  }
  if (act === 'external')
    return [`external ${mac}`, self({ ifname: 'vxlan9', mac: address, dst: to, vni: 10_010, srcVni: 10_010 })]
  if (act === 'port') {
    const port = place % 2 === 0 ? 'eth1' : 'vxlan0'
    return [`port ${mac}`, self({ ifname: port, mac: address, dst: null, flags: [], master: 'br0' })]
  }
  const other = place > 5 ? { vni: 4242, port: 8472, via: 'eth1' } : {}
  return [`self ${mac}`, self({ mac: address, dst: to, state: act === 'static' ? 'static' : '', ...other })]
}

const rowOf = (entry: FdbEntry): FdbRow => {
  const [row] = rowsOf(readingOf([entry]))
  if (!row) throw new Error('an entry without a row')
  return row
}

/** One step on the tables, and the events it makes. */
const happen = (tables: Tables, step: Step, count: number): Event[] => {
  const [key, entry] = entryFor(step)
  const before = tables.get(key)
  const event = (kind: Event['kind'], of: FdbEntry): Event =>
    anEvent(`${count}-${kind}`, NOON + count, { node: NODE, kind, row: rowOf(of) })
  if (step.act === 'delete') {
    tables.delete(key)
    return before ? [event('gone', before)] : []
  }
  tables.set(key, entry)
  if (!before) return [event(step.act === 'static' ? 'added' : 'learned', entry)]
  if (idOf(before) === idOf(entry) && before.state === entry.state) return []
  return before.state === entry.state ? [event('moved', entry)] : [event('gone', before), event('added', entry)]
}

const step = fc.record({
  mac: fc.nat(4),
  place: fc.nat(9),
  act: fc.constantFrom<Step['act']>('learn', 'static', 'delete', 'flood', 'external', 'port'),
})

describe('replay', () => {
  it('of all events since a keyframe gives the later reading, ages left out', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(60), (steps, cut) => {
        const tables: Tables = new Map()
        const events: Event[] = []
        let keyframe = readingOf([])
        for (const [count, one] of steps.entries()) {
          if (count === cut) keyframe = readingOf([...tables.values()])
          const happened = happen(tables, one, count)
          // An event of the keyframe's own moment is replayed though the keyframe knows it.
          if (count >= cut - 1) events.push(...happened)
        }
        if (cut >= steps.length) keyframe = readingOf([...tables.values()])
        expect(exact(finish(replay(keyframe, events, idOf)))).toEqual(exact(readingOf([...tables.values()])))
      }),
      { seed: 42, numRuns: 300 },
    )
  })

  it('keeps the ages of rows nothing happened to, and has those that later rows were recorded with', () => {
    const reading = readingOf([anEntry({ used: 5, updated: 6 })])
    const row = { ...rowOf(anEntry({ mac: macOf(2), used: 0, updated: 1 })), readAt: isoAt(NOON + 9000) }
    const { fdb } = finish(replay(reading, [anEvent('a', NOON + 9000, { row })], idOf))
    expect(fdb.map(({ used, updated, readAt }) => [used, updated, readAt])).toEqual([
      [5, 6, undefined],
      [0, 1, NOON + 9000],
    ])
  })

  it("takes a group's MAC from the one place it left", () => {
    const group = { mac: '01:00:5e:01:01:01', state: 'static' }
    const at = (dst: string) => anEntry({ ...group, dst })
    const moved = anEvent('a', NOON, { kind: 'moved', row: rowOf(at('10.0.2.3')), from: '10.0.2.1', to: '10.0.2.3' })
    const { fdb } = finish(replay(readingOf([at('10.0.2.1'), at('10.0.2.2')]), [moved], idOf))
    expect(fdb.map(({ dst }) => dst)).toEqual(['10.0.2.2', '10.0.2.3'])
  })

  it('leaves the reading alone where only devices and the node are told of', () => {
    const reading = readingOf([])
    expect(finish(replay(reading, [anEvent('a', NOON, { kind: 'linkUp', row: null })], idOf))).toBe(reading)
  })

  it('takes no row away for what is said about it', () => {
    const reading = readingOf([anEntry()])
    const flapping = anEvent('a', NOON, { kind: 'flapping', row: rowOf(anEntry()) })
    expect(finish(replay(reading, [flapping], idOf)).fdb).toEqual(reading.fdb)
  })
})
