import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Role } from '@/lib/model/access'
import type { AppliedChange } from '@/lib/model/apply'
import { StreamDelta, type StreamQuery } from '@/lib/model/stream'
import { type Asker, answerAs } from '../access/context'
import { LOCAL } from '../access/testing'
import { answerStream } from './answer'
import { createStreamHub, type StreamHub } from './hub'
import { aBus, anEvent, aRow, listen } from './testing'

const NOW = '2026-11-22T12:00:00.000Z'
const open: StreamHub[] = []

afterEach(() => {
  for (const hub of open.splice(0)) hub.close()
})

const serve = (options: Partial<Parameters<typeof createStreamHub>[0]> = {}) => {
  const { bus, publish } = aBus()
  const hub = createStreamHub({ bus, now: () => NOW, heartbeatMs: 60_000, ...options })
  open.push(hub)
  const connect = (query: StreamQuery = {}, lastEventId: string | null = null) => {
    const leaving = new AbortController()
    return { ...listen(hub.connect(query, { lastEventId, changes: true, signal: leaving.signal })), leaving }
  }
  return { bus, publish, hub, connect }
}

const rowsOf = (count: number, over = {}) => Array.from({ length: count }, (_, n) => aRow(`r${n}`, over))

describe('a new client', () => {
  it('is told the revision it is at, and nothing of what was', async () => {
    const { publish, connect } = serve()
    publish([aRow('a')])
    const client = connect()
    expect(await client.count(1)).toEqual([{ event: 'heartbeat', id: 'abc-1', data: { now: NOW } }])
    expect(client.raw()).toMatch(/^retry: \d+\n\n/)
  })

  it('hears each change as a delta and what happened after it', async () => {
    const { publish, connect } = serve()
    const client = connect()
    publish([aRow('a')], ['b'], [anEvent('1'), anEvent('2')])
    const [, delta, first, second] = await client.count(4)
    expect(StreamDelta.parse(delta?.data)).toMatchObject({
      revision: 'abc-1',
      fdb: { put: [{ id: 'a' }], remove: ['b'] },
    })
    expect([first, second]).toMatchObject([
      { event: 'happened', data: { id: '1' } },
      { event: 'happened', data: { id: '2' } },
    ])
  })

  it('has the id of a revision only with the last of it', async () => {
    const { publish, connect } = serve()
    const client = connect()
    publish([aRow('a')], [], [anEvent('1'), anEvent('2')])
    publish([aRow('b')])
    const heard = await client.count(5)
    expect(heard.map(({ id }) => id)).toEqual(['abc-0', null, null, 'abc-1', 'abc-2'])
  })

  it('hears nothing of a revision that is empty for it', async () => {
    const { publish, connect } = serve()
    const client = connect({ vni: 43, topics: 'fdb' })
    publish([aRow('a', { vni: 42 })], [], [anEvent('1')])
    publish([aRow('b', { vni: 43 })])
    expect((await client.count(2)).map(({ id }) => id)).toEqual(['abc-0', 'abc-2'])
  })

  it('is told of the removal of rows that it had alone', async () => {
    const { publish, connect } = serve()
    publish([aRow('a', { vni: 42 }), aRow('b', { vni: 43 })])
    const client = connect({ vni: 43 })
    publish([], ['a'])
    publish([aRow('b', { vni: 44 })])
    const [, delta] = await client.count(2)
    expect(delta?.data).toMatchObject({ revision: 'abc-3', fdb: { put: [], remove: ['b'] } })
  })
})

describe('a client that was away', () => {
  it('is given what it missed', async () => {
    const { publish, connect } = serve()
    for (const id of ['a', 'b', 'c']) publish([aRow(id)], [], [anEvent(id)])
    const heard = await connect({}, 'abc-1').count(5)
    expect(heard.map(({ event, id }) => [event, id])).toEqual([
      ['delta', null],
      ['happened', 'abc-2'],
      ['delta', null],
      ['happened', 'abc-3'],
      ['heartbeat', 'abc-3'],
    ])
  })

  it('may name the revision of its snapshot; what its browser remembers outranks that', async () => {
    const { publish, connect } = serve()
    for (const id of ['a', 'b', 'c']) publish([aRow(id)])
    expect((await connect({ since: 'abc-2' }).count(2)).map(({ id }) => id)).toEqual(['abc-3', 'abc-3'])
    expect(await connect({ since: 'abc-0' }, 'abc-3').count(1)).toMatchObject([{ event: 'heartbeat' }])
  })

  it.each(['xyz-1', 'abc-9', 'nothing'])('is told to fetch again when it comes from %s', async seen => {
    const { publish, connect } = serve()
    publish([aRow('a')])
    expect(await connect({}, seen).count(2)).toMatchObject([
      { event: 'reset', id: 'abc-1' },
      { event: 'heartbeat', id: 'abc-1' },
    ])
  })

  it('is told to fetch again when it missed too much to tell', async () => {
    const { publish, connect } = serve()
    for (let count = 0; count < 6; count++) publish(rowsOf(1000))
    expect(await connect({}, 'abc-0').count(1)).toMatchObject([{ event: 'reset', id: 'abc-6' }])
    expect((await connect({}, 'abc-3').count(1))[0]).toMatchObject({ event: 'delta', id: 'abc-4' })
  })

  it('is told to remove what may have left its view meanwhile', async () => {
    const { publish, connect } = serve()
    publish([aRow('a', { vni: 43 })])
    publish([aRow('a', { vni: 42 })])
    const [delta] = await connect({ vni: 43 }, 'abc-1').count(1)
    expect(delta?.data).toMatchObject({ fdb: { put: [], remove: ['a'] } })
  })
})

describe('a burst', () => {
  it('is a reset for those whom it concerns, and nothing for the others', async () => {
    const { publish, connect } = serve()
    const all = connect()
    const other = connect({ node: 'ubuntu', topics: 'fdb' })
    publish(rowsOf(6000))
    publish([aRow('x', { node: 'ubuntu' })])
    expect((await all.count(3)).map(({ event, id }) => [event, id])).toEqual([
      ['heartbeat', 'abc-0'],
      ['reset', 'abc-1'],
      ['delta', 'abc-2'],
    ])
    expect((await other.count(2)).map(({ event }) => event)).toEqual(['heartbeat', 'delta'])
  })
})

describe('a client that does not read', () => {
  const limits = { bytes: 200_000, frames: 1000 }

  it('costs no more than its bound, and is told to fetch again once it reads', async () => {
    const { publish, connect, hub } = serve({ limits })
    const client = connect()
    let most = 0
    for (let count = 0; count < 300; count++) {
      publish(rowsOf(20))
      most = Math.max(most, hub.waitingBytes)
    }
    expect(most).toBeGreaterThan(100_000)
    expect(most).toBeLessThanOrEqual(limits.bytes)
    const heard = await client.until(all => all.some(({ event }) => event === 'reset'))
    expect(heard.at(-1)).toEqual({ event: 'reset', id: 'abc-300', data: {} })
    publish([aRow('after')])
    const after = await client.count(heard.length + 1)
    expect(after.at(-1)).toMatchObject({ event: 'delta', id: 'abc-301' })
  })

  it('costs no more than so many frames, however small', async () => {
    const { publish, connect, hub } = serve({ limits: { bytes: 1e9, frames: 10 } })
    const client = connect()
    for (let count = 0; count < 200; count++) publish(rowsOf(2))
    expect(hub.waitingBytes).toBeLessThan(20_000)
    const heard = await client.until(all => all.some(({ event }) => event === 'reset'))
    expect(heard.at(-1)?.id).toBe('abc-200')
  })

  it('hears all in order when it was slow within its bound', async () => {
    const { publish, connect } = serve()
    const client = connect()
    for (let count = 0; count < 100; count++) publish(rowsOf(20))
    const heard = await client.count(101)
    expect(heard.slice(1).map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, n) => `abc-${n + 1}`))
  })

  it('holds up nobody', async () => {
    const { publish, connect } = serve({ limits })
    connect()
    const other = connect()
    for (let count = 0; count < 300; count++) {
      publish(rowsOf(20))
      expect((await other.count(count + 2)).at(-1)).toMatchObject({ event: 'delta', id: `abc-${count + 1}` })
    }
  })
})

describe('streams', () => {
  it('say that they live, and the newest revision', async () => {
    vi.useFakeTimers()
    try {
      const { publish, connect } = serve({ heartbeatMs: 10_000 })
      const client = connect({ topics: 'events' })
      await client.count(1)
      publish([aRow('a')])
      vi.advanceTimersByTime(10_000)
      expect((await client.count(2)).at(-1)).toEqual({ event: 'heartbeat', id: 'abc-1', data: { now: NOW } })
    } finally {
      vi.useRealTimers()
    }
  })

  it('are forgotten when their client leaves, either way', async () => {
    const { hub, connect } = serve()
    const one = connect()
    const other = connect()
    expect(hub.clients).toBe(2)
    await one.leave()
    expect(hub.clients).toBe(1)
    other.leaving.abort()
    expect(hub.clients).toBe(0)
  })

  it('all end with the hub, and no new one begins', async () => {
    const { publish, hub, connect } = serve()
    const client = connect()
    hub.close()
    publish([aRow('a')])
    expect((await client.toEnd()).map(({ event }) => event)).toEqual(['heartbeat'])
    expect((await connect().toEnd()).length).toBe(1)
    expect(hub.clients).toBe(0)
  })

  it('make one text for all that hear the same', () => {
    const { publish, connect } = serve()
    for (let count = 0; count < 50; count++) connect()
    const stringify = vi.spyOn(JSON, 'stringify')
    publish([aRow('a')], [], [anEvent('1')])
    expect(stringify).toHaveBeenCalledTimes(2)
    stringify.mockRestore()
  })
})

describe('GET /stream', () => {
  const ask = (query: string, headers: Record<string, string> = {}) => {
    const { hub, publish } = serve()
    publish([aRow('a')])
    return answerStream(new Request(`http://localhost/api/v1/stream${query}`, { headers }), hub)
  }

  it('is held back by no cache and no proxy', () => {
    const { headers } = ask('')
    expect(headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(headers.get('cache-control')).toBe('no-cache, no-transform')
    expect(headers.get('x-accel-buffering')).toBe('no')
  })

  it('goes on from Last-Event-ID', async () => {
    const { body } = ask('?topics=fdb', { 'last-event-id': 'abc-0' })
    if (!body) throw new Error('no body')
    expect((await listen(body).count(1))[0]).toMatchObject({ event: 'delta', id: 'abc-1' })
  })

  it.each(['?topics=nope', '?topics=fdb,', '?vni=x', '?what=1', '?vni=1&vni=2'])('refuses %s', query => {
    expect(ask(query).status).toBe(400)
  })
})

describe('a change of VXLAN devices', () => {
  const change = (over: Partial<AppliedChange> = {}): AppliedChange => ({
    ...{ id: 'c1', at: NOW, who: 'local', state: 'running', nodes: [], answerBy: null, endedAt: null },
    plan: { digest: 'd', expiresAt: NOW, nodes: [], offers: [] },
    ...over,
  })

  it('is told to operators, and to who comes while it is under way', async () => {
    const { hub, connect } = serve()
    const first = connect()
    const others = connect({ topics: 'fdb' })
    hub.tellChange(change())
    const second = connect()
    for (const client of [first, second])
      expect((await client.count(2))[1]).toEqual({ event: 'change', id: null, data: change() })
    hub.tellChange(change({ state: 'ended' }))
    expect((await second.count(3))[2]?.data).toMatchObject({ state: 'ended' })
    expect(await connect().count(1)).toMatchObject([{ event: 'heartbeat' }])
    expect(await others.count(1)).toMatchObject([{ event: 'heartbeat' }])
    expect([first, others].map(client => client.raw().includes('event: change'))).toEqual([true, false])
  })

  it('is not told to viewers, also where they ask for it by name', async () => {
    const { hub } = serve()
    hub.tellChange(change())
    const heardBy = (role: Role, query: string) => {
      const asker: Asker = { ...LOCAL, who: { name: 'ana', role, via: 'session', from: null } }
      const request = new Request(`http://localhost/api/v1/stream${query}`)
      const { body } = answerAs(asker, () => answerStream(request, hub))
      if (!body) throw new Error('no body')
      return listen(body)
    }
    const [operator, viewer, asking] = [
      heardBy('operator', ''),
      heardBy('viewer', ''),
      heardBy('viewer', '?topics=changes'),
    ]
    hub.tellChange(change({ state: 'ended' }))
    hub.close()
    expect((await operator.toEnd()).map(({ event }) => event)).toEqual(['heartbeat', 'change', 'change'])
    for (const client of [viewer, asking])
      expect((await client.toEnd()).map(({ event }) => event)).toEqual(['heartbeat'])
  })
})
