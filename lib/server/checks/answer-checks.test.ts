import { expect, it } from 'vitest'
import { createBus } from '@/lib/bus'
import { answerChecks } from './answer-checks'

const serving = {
  bus: createBus('abc', 0),
  findings: { current: () => [] },
  silences: { current: () => [] },
  findingTimes: { of: () => ({ since: '', times: 1, before: [] }) },
}

const ask = (query: string) => answerChecks(new Request(`http://127.0.0.1/api/v1/checks${query}`), serving)

it.each(['99999999', '16777216', 'x', ''])('refuses the VNI %j, which nothing can have', vni => {
  expect(ask(`?vni=${vni}`).status).toBe(400)
})

it('refuses a check that there is not, which would find nothing as a content one does', async () => {
  expect(ask('?check=mtuPeers').status).toBe(200)
  const refused = ask('?check=mtuPeer')
  expect(refused.status).toBe(400)
  expect((await refused.json()).error).toMatchObject({ code: 'badRequest', message: 'check: there is no such check' })
  expect((await ask('?check=mtuPeer').json()).error.hint).toMatch(/^Did you mean mtuPeers\? /)
  expect((await ask('?check=zzzzzzzz').json()).error.hint).toMatch(/^GET /)
})
