import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type History, openHistory } from '@/lib/history'
import { aDirectory, anEvent, NOON } from '@/lib/history/testing'
import { answerDensity } from './density'
import type { KeptHistory } from './keep-history'

let place: ReturnType<typeof aDirectory>
let history: History

beforeEach(async () => {
  place = aDirectory()
  const opened = await openHistory({ file: place.file, now: () => NOON })
  if (!opened.ok) throw new Error(opened.error.message)
  history = opened.value
})
afterEach(async () => {
  await history.close()
  place.remove()
})

const ask = async (query: string, kept: KeptHistory = { ok: true, value: history }) => {
  const response = await answerDensity(new Request(`http://localhost/api/v1/events/density?${query}`), kept)
  return { status: response.status, body: await response.json() }
}

const HOUR = 'since=2026-11-22T12:00:00Z&until=2026-11-22T13:00:00Z'

describe('GET /events/density', () => {
  it('counts by kind and bucket', async () => {
    const gone = anEvent('b', NOON + 1, { kind: 'gone', reason: 'aged' })
    await history.record({ events: [anEvent('a', NOON), gone, anEvent('c', NOON + 3_599_999)], keyframes: [] })
    expect(await ask(`${HOUR}&buckets=60`)).toMatchObject({
      status: 200,
      body: {
        since: '2026-11-22T12:00:00.000Z',
        bucketMs: 60_000,
        oldestAt: '2026-11-22T12:00:00.000Z',
        buckets: [
          { at: '2026-11-22T12:00:00.000Z', counts: { learned: 1, gone: 1 } },
          { at: '2026-11-22T12:59:00.000Z', counts: { learned: 1 } },
        ],
      },
    })
  })

  it('knows a MAC in any notation', async () => {
    await history.record({ events: [anEvent('a', NOON)], keyframes: [] })
    expect((await ask(`${HOUR}&mac=0200.0000.0001`)).body.buckets).toHaveLength(1)
    expect((await ask(`${HOUR}&mac=0200.0000.0002`)).body.buckets).toEqual([])
  })

  it.each(['buckets=0', 'buckets=501', 'mac=02', 'limit=5', 'since=2026-11-22T13:00:00Z&until=2026-11-22T13:00:00Z'])(
    'refuses %s',
    async query => expect(await ask(query)).toMatchObject({ status: 400, body: { error: { code: 'badRequest' } } }),
  )

  it('says why where there is no history', async () => {
    const error = { code: 'cannotOpen', message: 'No place.', hint: 'Make one.' } as const
    expect(await ask('', { ok: false, error })).toMatchObject({ status: 503, body: { error: { code: 'noHistory' } } })
  })
})
