import { describe, expect, it } from 'vitest'
import type { FdbEntry } from '@/lib/model/reading'
import { buildOverlay } from './build'
import { aFloodEntry, aNode, anEntry, aPortEntry, aReading, aVxlanLink, READ_AT } from './testing'
import { EMPTY_SEEN, MAX_GONE_PLACES, trackFdb } from './track'

const MAC = '02:00:00:00:0a:01'
const links = [aVxlanLink('vxlan0', { local: '10.0.0.1' })]

/** Readings a second apart, and the rows that the last one gives. */
const rowsAfter = (...steps: FdbEntry[][]) => {
  const readings = steps.map((fdb, index) => aReading({ links, fdb, readAt: READ_AT + index * 1000 }))
  const seen = readings.reduce((before, reading) => trackFdb(before, 'a', reading), EMPTY_SEEN)
  return buildOverlay([{ ...aNode('a', null), reading: readings.at(-1) ?? null, seen }]).fdb
}
const at = (dst: string, over: Partial<FdbEntry> = {}) => anEntry(MAC, dst, over)

describe('firstSeenAt', () => {
  it('is the reading that had the row first, whatever changed in it since', () => {
    const [row] = rowsAfter([], [at('10.0.0.2')], [at('10.0.0.2', { used: 9, updated: 9 })])
    expect(row?.firstSeenAt).toBe('2026-11-22T12:00:01.000Z')
  })

  it('begins anew when a row was gone', () => {
    const [row] = rowsAfter([at('10.0.0.2')], [], [at('10.0.0.2')])
    expect(row?.firstSeenAt).toBe('2026-11-22T12:00:02.000Z')
  })

  it('is the reading itself when nothing was tracked', () => {
    expect(buildOverlay([aNode('a', { links, fdb: [at('10.0.0.2')] })]).fdb[0]?.firstSeenAt).toBe(
      '2026-11-22T12:00:00.000Z',
    )
  })
})

describe('moves', () => {
  it('count how often a MAC went to another VTEP', () => {
    expect(rowsAfter([at('10.0.0.2')], [at('10.0.0.3')], [at('10.0.0.3')], [at('10.0.0.2')])[0]?.moves).toBe(2)
  })

  it('count a MAC that was gone meanwhile and came back elsewhere', () => {
    expect(rowsAfter([at('10.0.0.2')], [], [at('10.0.0.3')])[0]?.moves).toBe(1)
    expect(rowsAfter([at('10.0.0.2')], [], [at('10.0.0.2')])[0]?.moves).toBe(0)
  })

  it("count ports of a bridge, apart from the VXLAN device's own table", () => {
    const rows = rowsAfter([aPortEntry(MAC, 'host0'), at('10.0.0.2')], [aPortEntry(MAC, 'vxlan0'), at('10.0.0.2')])
    expect(rows.map(({ dst, moves }) => [dst, moves])).toEqual(
      expect.arrayContaining([
        [null, 1],
        ['10.0.0.2', 0],
      ]),
    )
  })

  it('are not what a flood list does, nor the order of several entries of one MAC', () => {
    expect(rowsAfter([aFloodEntry('10.0.0.2')], [aFloodEntry('10.0.0.3')])[0]?.moves).toBe(0)
    const [one, other] = [at('10.0.0.2'), at('10.0.0.3')]
    expect(rowsAfter([one, other], [other, one]).map(({ moves }) => moves)).toEqual([0, 0])
  })
})

describe('what is remembered of MACs that are gone', () => {
  it('is bounded', () => {
    const fdb = Array.from({ length: MAX_GONE_PLACES + 5 }, (_, index) => anEntry(`made-up ${index}`, '10.0.0.2'))
    const seen = trackFdb(EMPTY_SEEN, 'a', aReading({ links, fdb }))
    const after = trackFdb(seen, 'a', aReading({ links, fdb: [at('10.0.0.2')] }))
    expect([after.places.size, after.gone.size]).toEqual([1, MAX_GONE_PLACES])
    expect(after.firstSeen.size).toBe(1)
  })
})
