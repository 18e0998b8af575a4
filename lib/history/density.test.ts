import { describe, expect, it } from 'vitest'
import { EventQuery } from '@/lib/model/event'
import type { DensityRequest, History } from './history'
import { MIGRATIONS, migrate } from './store/migrations'
import { openSql } from './store/sqlite'
import { testHistory } from './test-history'
import { anEvent, aReading, aRow, macOf, NOON } from './testing'

const MINUTE = 60_000

const { open, file, setNow, close } = testHistory()

const closeAt = (history: History, at: number): Promise<void> => {
  setNow(at)
  return close(history)
}

const densityOf = async (history: History, over: Partial<DensityRequest> = {}) => {
  const answer = await history.density({ since: NOON, until: NOON + 10 * MINUTE, buckets: 10, ...over })
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value
}

const keyframe = (at: number, node = 'vyos01') => ({ node, at, reading: aReading({ readAt: at }) })

const nodesAt = async (history: History, at: number) => {
  const states = await history.stateAt(at)
  return states.ok ? states.value.map(({ node, recorded }) => [node, recorded]) : states.error.code
}

describe('density', () => {
  it('counts each kind in each bucket, by its beginning', async () => {
    const history = await open()
    const events = [
      anEvent('a', NOON),
      anEvent('b', NOON + MINUTE - 1),
      anEvent('c', NOON + MINUTE - 1, { kind: 'gone', reason: 'aged' }),
      anEvent('d', NOON + 9 * MINUTE),
      anEvent('outside', NOON + 10 * MINUTE),
    ]
    await history.record({ events, keyframes: [] })
    expect(await densityOf(history)).toMatchObject({
      bucketMs: MINUTE,
      buckets: [
        { at: NOON, kind: 'learned', count: 2 },
        { at: NOON + 9 * MINUTE, kind: 'learned', count: 1 },
        { at: NOON, kind: 'gone', count: 1 },
      ],
    })
  })

  it('counts as the events themselves do, whatever the filter', async () => {
    const history = await open()
    const events = Array.from({ length: 60 }, (_, n) =>
      anEvent(`${n}`, NOON + n * 7000, {
        node: ['vyos01', 'vyos02'][n % 2] ?? '',
        kind: n % 3 === 0 ? 'gone' : 'learned',
        row: aRow({ mac: macOf(n % 4), vni: n % 5 }),
      }),
    )
    await history.record({ events, keyframes: [] })
    for (const filter of [{ mac: macOf(1) }, { node: 'vyos02' }, { vni: 3 }, { kind: 'gone' as const }, {}]) {
      const until = new Date(NOON + 10 * MINUTE).toISOString()
      const page = await history.events(EventQuery.parse({ ...filter, until, limit: 1000 }))
      const { buckets } = await densityOf(history, { ...filter, buckets: 37 })
      const total = buckets.reduce((sum, { count }) => sum + count, 0)
      expect([filter, total]).toEqual([filter, page.ok ? page.value.events.length : -1])
    }
  })

  it('without a beginning begins with the first that is kept, and never has more buckets than asked for', async () => {
    const history = await open()
    await history.record({ events: [anEvent('a', NOON + 1001), anEvent('b', NOON + 9999)], keyframes: [] })
    const density = await densityOf(history, { since: null, until: NOON + 10_000, buckets: 7 })
    expect(density).toMatchObject({ since: NOON + 1001, oldestAt: NOON + 1001 })
    expect(Math.ceil((density.until - density.since) / density.bucketMs)).toBeLessThanOrEqual(7)
  })

  it('of a history without anything is empty', async () => {
    expect(await densityOf(await open(), { since: null })).toMatchObject({ oldestAt: null, buckets: [], gaps: [] })
  })
})

describe('events, oldest first', () => {
  it('go on page after page', async () => {
    const history = await open()
    await history.record({ events: [1, 2, 3].map(n => anEvent(`${n}`, NOON)), keyframes: [] })
    const first = await history.events(EventQuery.parse({ order: 'oldest', limit: 2 }))
    if (!first.ok) throw new Error(first.error.message)
    expect(first.value.events.map(({ id }) => id)).toEqual(['1', '2'])
    const cursor = first.value.nextCursor ?? ''
    const next = await history.events(EventQuery.parse({ order: 'oldest', limit: 2, cursor }))
    expect(next).toMatchObject({ value: { events: [{ id: '3' }], nextCursor: null } })
  })
})

describe('a gap', () => {
  it('lies between a stop and the next start, and within it nobody followed a node', async () => {
    const first = await open()
    await first.record({ events: [], keyframes: [keyframe(NOON + MINUTE)] })
    await closeAt(first, NOON + 2 * MINUTE)
    setNow(NOON + 5 * MINUTE)
    const second = await open()
    expect((await densityOf(second)).gaps).toEqual([{ from: NOON + 2 * MINUTE, to: NOON + 5 * MINUTE }])
    expect(await nodesAt(second, NOON + 2 * MINUTE)).toEqual([['vyos01', true]])
    expect(await nodesAt(second, NOON + 2 * MINUTE + 1)).toEqual([['vyos01', false]])
  })

  it('lasts for a node until it has been read again', async () => {
    await closeAt(await open(), NOON + 1)
    setNow(NOON + MINUTE)
    const first = await open()
    await first.record({ events: [], keyframes: [keyframe(NOON + MINUTE)] })
    await closeAt(first, NOON + 2 * MINUTE)
    setNow(NOON + 3 * MINUTE)
    const second = await open()
    await second.record({ events: [], keyframes: [{ ...keyframe(NOON + 4 * MINUTE), anew: true }] })
    expect(await nodesAt(second, NOON + 3 * MINUTE + 1)).toEqual([['vyos01', false]])
    expect(await nodesAt(second, NOON + 4 * MINUTE)).toEqual([['vyos01', true]])
  })

  it('after a kill begins with the last that was recorded', async () => {
    const killed = await open()
    await killed.record({ events: [anEvent('last', NOON + 3 * MINUTE)], keyframes: [keyframe(NOON)] })
    setNow(NOON + 5 * MINUTE)
    // Opened beside it, as after a kill nobody has closed it.
    expect((await densityOf(await open())).gaps).toEqual([{ from: NOON + 3 * MINUTE, to: NOON + 5 * MINUTE }])
  })

  it('is cut to what was asked for', async () => {
    await closeAt(await open(), NOON)
    setNow(NOON + 20 * MINUTE)
    expect((await densityOf(await open())).gaps).toEqual([{ from: NOON, to: NOON + 10 * MINUTE }])
  })

  it('is known after what an older release recorded', async () => {
    const sql = openSql(file())
    migrate(sql, MIGRATIONS.slice(0, 1))
    for (const at of [NOON, NOON + MINUTE])
      sql.run("INSERT INTO event (id, at, node, kind, body) VALUES (?, ?, 'vyos01', 'nodeConnected', ?)", [
        `${at}`,
        at,
        JSON.stringify(anEvent(`${at}`, at, { kind: 'nodeConnected', row: null })),
      ])
    sql.close()
    setNow(NOON + 3 * MINUTE)
    const history = await open()
    expect((await densityOf(history)).gaps).toEqual([{ from: NOON + MINUTE, to: NOON + 3 * MINUTE }])
    expect(await nodesAt(history, NOON + MINUTE)).toEqual([['vyos01', true]])
  })
})

describe('a node that is not followed any more', () => {
  it('is there until then, not after, and again once it is read', async () => {
    const history = await open()
    await history.record({ events: [], keyframes: [keyframe(NOON), keyframe(NOON, 'vyos02')] })
    await history.remove(['vyos02'], NOON + MINUTE)
    await history.record({ events: [], keyframes: [{ ...keyframe(NOON + 3 * MINUTE, 'vyos02'), anew: true }] })
    const names = async (at: number) => (await nodesAt(history, at)).toString()
    expect(await names(NOON + MINUTE - 1)).toBe('vyos01,true,vyos02,true')
    expect(await names(NOON + MINUTE)).toBe('vyos01,true')
    expect(await names(NOON + 3 * MINUTE)).toBe('vyos01,true,vyos02,true')
  })

  it('may have been taken out while no server ran', async () => {
    const history = await open()
    await history.record({ events: [], keyframes: [keyframe(NOON), keyframe(NOON, 'vyos02')] })
    await history.retain(['vyos01', 'ubuntu'], NOON + MINUTE)
    expect(await nodesAt(history, NOON + MINUTE)).toEqual([['vyos01', true]])
  })
})
