import { describe, expect, it } from 'vitest'
import type { History } from '@/lib/history'
import type { EventQuery } from '@/lib/model/event'
import { answerEvents } from './events'
import { anEvent } from './stream/testing'

const asked: EventQuery[] = []

const HISTORY: History = {
  movedAside: null,
  events: async query => {
    asked.push(query)
    return query.cursor === 'bad'
      ? { ok: false, error: { code: 'badCursor', message: 'No.', hint: 'Begin again.' } }
      : { ok: true, value: { events: [anEvent('1')], nextCursor: '5-1' } }
  },
  record: () => Promise.reject(new Error('not asked')),
  remove: () => Promise.reject(new Error('not asked')),
  retain: () => Promise.reject(new Error('not asked')),
  density: () => Promise.reject(new Error('not asked')),
  audit: () => Promise.reject(new Error('not asked')),
  auditEntries: () => Promise.reject(new Error('not asked')),
  stateAt: () => Promise.reject(new Error('not asked')),
  prune: () => Promise.reject(new Error('not asked')),
  stats: () => Promise.reject(new Error('not asked')),
  close: async () => {},
}

const ask = (query: string) =>
  answerEvents(new Request(`http://localhost/api/v1/events${query}`), { ok: true, value: HISTORY })

describe('GET /events', () => {
  it('gives a page and where it goes on', async () => {
    const response = await ask('?kind=gone&limit=5')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ events: [anEvent('1')], nextCursor: '5-1' })
    expect(asked.at(-1)).toEqual({ kind: 'gone', order: 'newest', limit: 5 })
  })

  it.each(['8624.26b2.115c', '86-24-26-B2-11-5C', '862426b2115c'])('knows the MAC %s', async mac => {
    await ask(`?mac=${mac}`)
    expect(asked.at(-1)?.mac).toBe('86:24:26:b2:11:5c')
  })

  const backward = '?since=2026-11-30T00:00:00Z&until=2026-11-29T00:00:00Z'
  it.each(['?mac=86:24', '?mac=vyos', '?kind=nope', '?since=yesterday', '?cursor=bad', '?at=1', '?limit=0', backward])(
    'refuses %s',
    async query => {
      const response = await ask(query)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ error: { code: 'badRequest' } })
    },
  )

  it('says why where there is no history', async () => {
    const error = { code: 'cannotOpen', message: 'unable to open', hint: 'Look at the folder.' } as const
    const response = await answerEvents(new Request('http://localhost/api/v1/events'), { ok: false, error })
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({
      error: { code: 'noHistory', message: 'unable to open', hint: 'Look at the folder.' },
    })
  })
})
