import { describe, expect, it } from 'vitest'
import { EventQuery } from '@/lib/model/event'
import { aLink } from '@/lib/model/testing'
import type { HistoryResult } from './error'
import type { History } from './index'
import { testHistory } from './test-history'
import { anEntry, anEvent, aReading, aRow, isoAt, macOf, NOON, someEntries, someEvents } from './testing'

const { open, close, now, setNow } = testHistory(NOON + 1000)

const taken = <T>(result: HistoryResult<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

const idsOf = async (history: History, query: Record<string, unknown>): Promise<string[]> =>
  taken(await history.events(EventQuery.parse(query))).events.map(({ id }) => id)

const keyframe = (at: number, over: Parameters<typeof aReading>[0] = {}, node = 'vyos01') => ({
  node,
  at,
  reading: aReading({ readAt: at, ...over }),
})

describe('events', () => {
  it('come back as they were recorded, hostile texts and all', async () => {
    const history = await open()
    const text = `'); DROP TABLE event; -- \0 \n  \ud800 "`
    const event = anEvent('a', NOON, { row: aRow({ ifname: text, flags: [text] }), text, from: text, to: text })
    taken(await history.record({ events: [event], keyframes: [] }))
    const { events } = taken(await history.events(EventQuery.parse({})))
    expect(events).toEqual([JSON.parse(JSON.stringify(event))])
  })

  it('are found by MAC, VNI, node, kind and time', async () => {
    const history = await open()
    const row = aRow({ mac: macOf(7), vni: 7 })
    const events = [
      anEvent('first', NOON),
      anEvent('seven', NOON + 1, { row }),
      anEvent('lost', NOON + 2, { node: 'vyos02', kind: 'nodeLost', row: null }),
      anEvent('last', NOON + 3),
    ]
    taken(await history.record({ events, keyframes: [] }))
    expect(await idsOf(history, {})).toEqual(['last', 'lost', 'seven', 'first'])
    expect(await idsOf(history, { mac: macOf(7) })).toEqual(['seven'])
    expect(await idsOf(history, { vni: 42 })).toEqual(['last', 'first'])
    expect(await idsOf(history, { node: 'vyos02' })).toEqual(['lost'])
    expect(await idsOf(history, { kind: 'learned', vni: 7, mac: macOf(7), node: 'vyos01' })).toEqual(['seven'])
    expect(await idsOf(history, { since: isoAt(NOON + 1), until: isoAt(NOON + 3) })).toEqual(['lost', 'seven'])
  })

  it('are paged by a cursor that new events do not shift', async () => {
    const history = await open()
    const sameTime = (id: string) => anEvent(id, NOON)
    taken(await history.record({ events: ['1', '2', '3', '4', '10'].map(sameTime), keyframes: [] }))
    const first = taken(await history.events(EventQuery.parse({ limit: 2 })))
    taken(await history.record({ events: [sameTime('11')], keyframes: [] }))
    const second = taken(await history.events(EventQuery.parse({ limit: 2, cursor: first.nextCursor })))
    const third = taken(await history.events(EventQuery.parse({ limit: 2, cursor: second.nextCursor })))
    expect([first, second, third].map(({ events }) => events.map(({ id }) => id))).toEqual([
      ['10', '4'],
      ['3', '2'],
      ['1'],
    ])
    expect(third.nextCursor).toBeNull()
  })

  it('refuse a cursor that is none of ours', async () => {
    const history = await open()
    const answer = await history.events(EventQuery.parse({ cursor: '1; DROP TABLE event' }))
    expect(answer).toMatchObject({ ok: false, error: { code: 'badCursor' } })
  })

  it('recorded twice are there once', async () => {
    const history = await open()
    for (let n = 0; n < 2; n += 1) taken(await history.record({ events: [anEvent('a', NOON)], keyframes: [] }))
    expect(taken(await history.stats()).events).toBe(1)
  })

  it('outlive a close', async () => {
    const first = await open()
    void first.record({ events: someEvents(12_000, NOON), keyframes: [] })
    await close(first)
    expect(taken(await (await open()).stats()).events).toBe(12_000)
  })
})

describe('a full queue', () => {
  it('refuses a batch whole, says so, counts it, and goes on', async () => {
    const history = await open({ queueBound: 100 })
    const first = history.record({ events: someEvents(90, NOON), keyframes: [] })
    const refused = await history.record({ events: someEvents(20, NOON + 1000), keyframes: [] })
    expect(refused).toMatchObject({ ok: false, error: { code: 'queueFull' } })
    expect(taken(await first).events).toBe(90)
    taken(await history.record({ events: someEvents(20, NOON + 2000), keyframes: [] }))
    // One more is the mark of what is missing.
    expect(taken(await history.stats())).toMatchObject({ events: 111, queued: 0, refused: { events: 20 } })
  })

  it('marks what is missing once there is room, by node, and not again', async () => {
    const history = await open({ queueBound: 100 })
    const record = (count: number, at: number, node: string) =>
      history.record({ events: someEvents(count, NOON + at, { node }), keyframes: [] })
    const first = record(90, 0, 'vyos01')
    for (const at of [1000, 2000]) expect((await record(20, at, 'vyos01')).ok).toBe(false)
    expect((await record(11, 3000, 'vyos02')).ok).toBe(false)
    taken(await first)
    taken(await record(3, 4000, 'vyos01'))
    const { events } = taken(await history.events(EventQuery.parse({ kind: 'notRecorded' })))
    expect(events.map(({ node, at, text }) => [node, at, text])).toEqual([
      [
        ...['vyos02', '2026-11-22T12:00:03.010Z'],
        '11 events of vyos02 were not recorded between 2026-11-22T12:00:03.000Z and 2026-11-22T12:00:03.010Z.',
      ],
      [
        ...['vyos01', '2026-11-22T12:00:02.019Z'],
        '40 events of vyos01 were not recorded between 2026-11-22T12:00:01.000Z and 2026-11-22T12:00:02.019Z.',
      ],
    ])
    expect(taken(await history.stats())).toMatchObject({ events: 95, refused: { events: 51 } })
  })

  it('marks what is missing when nothing more happens, too, and when it is closed', async () => {
    const history = await open({ queueBound: 10 })
    expect((await history.record({ events: someEvents(20, NOON), keyframes: [] })).ok).toBe(false)
    await close(history)
    expect(await idsOf(await open(), { kind: 'notRecorded' })).toHaveLength(1)
  })

  it('has the next keyframe of the nodes it refused written, whatever that says', async () => {
    const history = await open({ queueBound: 10 })
    taken(await history.record({ events: [], keyframes: [keyframe(NOON)] }))
    expect((await history.record({ events: someEvents(20, NOON + 1), keyframes: [] })).ok).toBe(false)
    expect(taken(await history.record({ events: [], keyframes: [keyframe(NOON + 100)] })).keyframes).toBe(1)
  })
})

describe('keyframes', () => {
  it('come back whole but for raw outputs', async () => {
    const history = await open()
    const outputs = [
      { command: 'bridge fdb', format: 'text' as const, output: 'long', issues: [{ line: 1, text: '?' }] },
    ]
    const reading = aReading({ fdb: [anEntry({ printed: 'as printed', vlan: 7 }), ...someEntries(5000)], outputs })
    taken(await history.record({ events: [], keyframes: [{ node: 'n', at: NOON, reading }] }))
    const [state] = taken(await history.stateAt(NOON + 5))
    expect(state?.keyframe?.reading).toEqual({ ...reading, outputs: [{ ...outputs[0], output: '' }] })
  })

  it('are not written while only ages change', async () => {
    const history = await open()
    const aged = keyframe(NOON + 3_600_000, { fdb: [anEntry({ used: 200, updated: 200, printed: 'used 200' })] })
    taken(await history.record({ events: [], keyframes: [keyframe(NOON)] }))
    expect(taken(await history.record({ events: [], keyframes: [aged] })).keyframes).toBe(0)
  })

  it('are written when a device changed, though nothing happened to rows', async () => {
    const history = await open()
    taken(await history.record({ events: [], keyframes: [keyframe(NOON)] }))
    const down = keyframe(NOON + 1, { links: [aLink('vxlan0', { up: false })] })
    expect(taken(await history.record({ events: [], keyframes: [down] })).keyframes).toBe(1)
  })

  it('are written when an address filter changed, of which no event tells', async () => {
    const history = await open()
    const filter = (mac: string) => anEntry({ ifname: 'eth1', mac, dst: null, state: 'permanent' })
    const links = [aLink('eth1')]
    taken(await history.record({ events: [], keyframes: [keyframe(NOON, { links, fdb: [filter(macOf(1))] })] }))
    taken(await history.record({ events: [anEvent('a', NOON + 1)], keyframes: [] }))
    const other = keyframe(NOON + 2, { links, fdb: [filter(macOf(2))] })
    expect(taken(await history.record({ events: [], keyframes: [other] })).keyframes).toBe(1)
  })

  it('are written whatever they say where no events led to them', async () => {
    const history = await open()
    taken(await history.record({ events: [], keyframes: [keyframe(NOON)] }))
    const anew = { ...keyframe(NOON + 1), anew: true }
    expect(taken(await history.record({ events: [], keyframes: [anew] })).keyframes).toBe(1)
  })

  it('tell when each row was read', async () => {
    const history = await open()
    const fdb = [anEntry(), anEntry({ mac: macOf(2), readAt: NOON - 5000 })]
    taken(await history.record({ events: [], keyframes: [keyframe(NOON, { fdb })] }))
    const [state] = taken(await history.stateAt(NOON))
    expect(state?.keyframe?.reading.fdb).toEqual(fdb)
  })

  it('are compared with the last one of before a restart', async () => {
    const first = await open()
    taken(await first.record({ events: [], keyframes: [keyframe(NOON)] }))
    await close(first)
    const again = await (await open()).record({ events: [], keyframes: [keyframe(NOON + 1000)] })
    expect(taken(again).keyframes).toBe(0)
  })
})

describe('stateAt', () => {
  it('gives the last keyframe before the moment, the events since, and whether the node was reached', async () => {
    const history = await open()
    const lost = anEvent('lost', NOON + 7, { kind: 'nodeLost', row: null })
    const events = [anEvent('before', NOON - 5), anEvent('since', NOON + 5), lost, anEvent('after', NOON + 50)]
    const later = keyframe(NOON + 20, { fdb: [] })
    taken(await history.record({ events, keyframes: [keyframe(NOON), later] }))
    const [state] = taken(await history.stateAt(NOON + 10))
    expect(state).toMatchObject({ node: 'vyos01', keyframe: { at: NOON }, reach: { id: 'lost' } })
    expect(state?.events.map(({ id }) => id)).toEqual(['since', 'lost'])
  })

  it('names a node that was never read but tried', async () => {
    const history = await open()
    const refused = anEvent('no', NOON, { kind: 'nodeRefused', row: null })
    taken(await history.record({ events: [refused], keyframes: [] }))
    expect(taken(await history.stateAt(NOON))).toEqual([
      { node: 'vyos01', recorded: true, keyframe: null, events: [], reach: refused },
    ])
  })

  it('knows of what still waits to be written', async () => {
    const history = await open()
    taken(await history.record({ events: [], keyframes: [keyframe(NOON)] }))
    void history.record({ events: [anEvent('waits', NOON + 1)], keyframes: [] })
    const [state] = taken(await history.stateAt(NOON + 1))
    expect(state?.events.map(({ id }) => id)).toEqual(['waits'])
  })

  it('refuses moments of which nothing is known', async () => {
    const history = await open()
    expect(await history.stateAt(NOON)).toMatchObject({ ok: false, error: { code: 'tooOld' } })
    taken(await history.record({ events: [], keyframes: [keyframe(NOON)] }))
    expect(await history.stateAt(NOON - 1)).toMatchObject({ ok: false, error: { code: 'tooOld' } })
  })
})

describe('retention', () => {
  const DAY = 86_400_000

  it('by age leaves each node what its oldest kept moment needs', async () => {
    const history = await open()
    const events = [
      anEvent('reached', NOON - 40 * DAY, { node: 'quiet', kind: 'nodeConnected', row: null }),
      anEvent('old', NOON - 39 * DAY),
      anEvent('needed', NOON - 31 * DAY, { node: 'quiet' }),
      anEvent('kept', NOON - 2 * DAY),
    ]
    const keyframes = [
      keyframe(NOON - 39 * DAY),
      keyframe(NOON - 35 * DAY, { fdb: [] }),
      keyframe(NOON - 38 * DAY, {}, 'quiet'),
    ]
    taken(await history.record({ events, keyframes }))
    const { oldestAt } = taken(await history.prune())
    expect(oldestAt).toBe(now() - 30 * DAY)
    const states = taken(await history.stateAt(now() - 30 * DAY))
    expect(
      states.map(({ node, keyframe, events, reach }) => [node, keyframe?.at, events.map(e => e.id), reach?.id]),
    ).toEqual([
      ['quiet', NOON - 38 * DAY, ['needed'], 'reached'],
      ['vyos01', NOON - 35 * DAY, [], undefined],
    ])
    expect(await idsOf(history, {})).toEqual(['kept', 'needed', 'reached'])
    expect(taken(await history.stats()).keyframes).toBe(2)
  })

  it('changes nothing of what any kept moment looked like', async () => {
    const HOUR = 3_600_000
    const history = await open({ retention: { maxAgeMs: 5 * HOUR } })
    const moments = Array.from({ length: 10 }, (_, hour) => NOON + hour * HOUR)
    const nodeOf = (hour: number) => (hour % 3 === 0 ? 'vyos02' : 'vyos01')
    const events = moments.flatMap((at, hour) => [
      ...someEvents(5, at - 100, { node: nodeOf(hour) }),
      anEvent(`up ${hour}`, at, { node: nodeOf(hour), kind: 'nodeConnected' }),
    ])
    const keyframes = [0, 4, 8].map(hour => keyframe(NOON + hour * HOUR - 50, { fdb: someEntries(hour) }, nodeOf(hour)))
    taken(await history.record({ events, keyframes }))
    const statesAt = (from: number) =>
      Promise.all(moments.filter(at => at >= from).map(async at => taken(await history.stateAt(at))))
    setNow(NOON + 9 * HOUR + 1)
    const from = now() - 5 * HOUR
    const before = await statesAt(from)
    taken(await history.prune())
    expect(await statesAt(from)).toEqual(before)
    expect(taken(await history.stats()).events).toBeLessThan(60)
  })

  it('by size takes the oldest, gives the disk its room back and keeps a standing keyframe', async () => {
    const maxBytes = 1_000_000
    const history = await open({ retention: { maxBytes } })
    const hours = Array.from({ length: 20 }, (_, hour) => NOON - (20 - hour) * 3_600_000)
    const events = hours.flatMap(at => someEvents(150, at))
    const keyframes = hours.map((at, hour) => keyframe(at + 1000, { fdb: someEntries(100 + hour) }))
    taken(await history.record({ events, keyframes }))
    const { bytes, oldestAt } = taken(await history.prune())
    expect(bytes).toBeLessThanOrEqual(maxBytes)
    expect(bytes).toBeGreaterThan(maxBytes / 2)
    expect(await idsOf(history, { limit: 1 })).toEqual([`${NOON - 3_600_000}-149-`])
    const [state] = taken(await history.stateAt(oldestAt ?? 0))
    expect(state?.keyframe?.at).toBeLessThanOrEqual(oldestAt ?? 0)
    expect(await history.stateAt((oldestAt ?? 0) - 1)).toMatchObject({ error: { code: 'tooOld' } })
  })
})
