import { describe, expect, it } from 'vitest'
import type { HistoryResult, NodeState } from '@/lib/history'
import { ok } from '@/lib/model/result'
import { anEntry, aReading, aVxlanLink } from '@/lib/overlay/testing'
import { answerFdb } from '../fdb'
import { answerOverlay } from '../overlay'
import { aBus } from '../stream/testing'
import { createMoments } from './moments'
import type { Views } from './view-at'

const NOON = Date.UTC(2014, 10, 22, 12)
const reading = aReading({
  links: [aVxlanLink('vxlan0')],
  fdb: ['01', '02', '03'].map(byte => anEntry(`02:00:00:00:00:${byte}`, '10.0.2.1')),
})
const STATES: NodeState[] = [
  { node: 'vyos01', recorded: true, keyframe: { at: NOON, reading }, events: [], reach: null },
]

const pastWith = (stateAt: (at: number) => HistoryResult<NodeState[]> = () => ok(STATES), now = Date.now) => {
  const asked: number[] = []
  const history = {
    stateAt: async (at: number) => {
      asked.push(at)
      return stateAt(at)
    },
  }
  const past = createMoments({ history, facts: () => new Map(), now })
  const views: Views = { bus: aBus().bus, past: ok(past) }
  return { asked, past, views }
}

const ask = async (path: 'overlay' | 'fdb', query: string, views = pastWith().views) => {
  const answer = path === 'fdb' ? answerFdb : answerOverlay
  const response = await answer(new Request(`http://localhost/api/v1/${path}${query}`), views)
  return { status: response.status, body: await response.json() }
}

describe('?at=', () => {
  it('gives the overlay of that moment, marked as past', async () => {
    const { status, body } = await ask('overlay', '?at=2014-11-22T13:00:00%2B01:00')
    expect(status).toBe(200)
    expect(body).toMatchObject({ at: '2014-11-22T12:00:00.000Z', revision: expect.stringMatching(/^past:/) })
    expect(body).toMatchObject({ nodes: [{ name: 'vyos01', state: 'live' }], vnis: [{ vni: 42 }] })
  })

  it('gives the rows of that moment, filtered and paged as ever', async () => {
    const { views } = pastWith()
    const first = await ask('fdb', '?at=2014-11-22T12:00:00Z&limit=2', views)
    expect(first.body).toMatchObject({ total: 3, rows: [{}, {}], at: '2014-11-22T12:00:00.000Z' })
    const rest = await ask('fdb', `?at=2014-11-22T12:00:00Z&limit=2&cursor=${first.body.nextCursor}`, views)
    expect(rest.body).toMatchObject({ rows: [{ mac: '02:00:00:00:00:03' }], nextCursor: null })
    expect((await ask('fdb', '?at=2014-11-22T12:00:00Z&mac=02:00:00:00:00:02', views)).body.total).toBe(1)
  })

  it('without it all is as it is now', async () => {
    const { asked, views } = pastWith()
    expect((await ask('fdb', '', views)).body).toMatchObject({ total: 0, revision: 'abc-0' })
    expect(asked).toEqual([])
  })

  it.each(['yesterday', '2014-11-22', '2014-11-22T12:00:00', '1416657600', '2999-01-01T00:00:00Z', ''])(
    'refuses %s',
    async at => {
      for (const path of ['overlay', 'fdb'] as const)
        expect(await ask(path, `?at=${at}`)).toMatchObject({ status: 400, body: { error: { code: 'badRequest' } } })
    },
  )

  it('says since when anything is kept', async () => {
    const error = { code: 'tooOld', message: 'The history begins later.', hint: 'Ask for a later moment.' } as const
    const { views } = pastWith(() => ({ ok: false, error }))
    expect(await ask('overlay', '?at=2014-11-22T12:00:00Z', views)).toEqual({ status: 404, body: { error } })
  })

  it('says why where there is no history', async () => {
    const error = { code: 'cannotOpen', message: 'No place.', hint: 'Make one.' } as const
    const views: Views = { bus: aBus().bus, past: { ok: false, error } }
    expect(await ask('fdb', '?at=2014-11-22T12:00:00Z', views)).toEqual({
      status: 503,
      body: { error: { ...error, code: 'noHistory' } },
    })
  })
})

describe('moments', () => {
  it('that were asked for are not worked out again', async () => {
    const { past, asked } = pastWith()
    await Promise.all([past.at(NOON), past.at(NOON)])
    await past.at(NOON)
    expect(asked).toEqual([NOON])
  })

  it('are kept in a bounded number, the latest asked for longest', async () => {
    const { past, asked } = pastWith()
    for (let n = 0; n < 8; n += 1) await past.at(NOON + n)
    await past.at(NOON)
    await past.at(NOON + 8)
    asked.length = 0
    await past.at(NOON)
    await past.at(NOON + 1)
    expect(asked).toEqual([NOON + 1])
  })

  it('of just now are worked out anew: what happened may still be on its way', async () => {
    const { past, asked } = pastWith(undefined, () => NOON + 1000)
    await past.at(NOON)
    await past.at(NOON)
    expect(asked).toEqual([NOON, NOON])
  })

  it('that failed are tried again', async () => {
    const error = { code: 'io', message: 'No.', hint: 'Look.' } as const
    const { past, asked } = pastWith(() => ({ ok: false, error }))
    await past.at(NOON)
    await past.at(NOON)
    expect(asked).toEqual([NOON, NOON])
  })
})
