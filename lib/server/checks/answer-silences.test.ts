import { expect, it } from 'vitest'
import { ok } from '@/lib/model/result'
import { SilenceRequest } from '@/lib/model/silence'
import { LOCAL } from '../access/testing'
import { answerSilence } from './answer-silences'
import type { Silences } from './silences'
import { SILENCE } from './testing'

const HOUR_MS = 3_600_000

const post = async (what: object) => {
  const kept: SilenceRequest[] = []
  const silences: Silences = {
    current: () => [],
    add: async request => {
      kept.push(request)
      return SILENCE
    },
    remove: async () => false,
  }
  const audit = { record: async () => ok(null) }
  const until = new Date(Date.now() + HOUR_MS).toISOString()
  const request = SilenceRequest.parse({ reason: 'known', until, ...what })
  if (LOCAL.who === null) throw new Error('nobody asks')
  const response = await answerSilence(request, { silences, audit }, LOCAL.who)
  return { status: response.status, body: await response.json(), kept: kept.length }
}

it.each([
  { check: 'mtuPeers' },
  { subject: 'vni:42' },
  { finding: 'mtuPeers/vni:42' },
  { finding: 'deviceDown/node:r1/vxlan0' },
  { finding: 'ghostVtep/vtep:fd00::253', check: 'ghostVtep', subject: 'vtep:fd00::253' },
])('silences %j, whether it is found now or not', async what => {
  expect(await post(what)).toMatchObject({ status: 201, kept: 1 })
})

it.each([
  [{ check: 'mtuPeerz' }, 'check', 'expected the id of a check', /^Did you mean mtuPeers\? GET /],
  [{ finding: 'nope' }, 'finding', 'expected a check and a subject, as in mtuPeers/vni:42', /^GET /],
  [{ finding: 'mtuPeerz/vni:42' }, 'finding', 'expected a check and a subject, as in mtuPeers/vni:42', /mtuPeers\?/],
  [{ finding: 'mtuPeers/' }, 'finding', 'expected a check and a subject, as in mtuPeers/vni:42', /GET/],
  [{ subject: 'nodee:r1' }, 'subject', /^expected one of node, vni, /, /`subject` of each finding/],
  [
    { check: 'mtuPeers', until: '2020-01-01T00:00:00Z' },
    'until',
    /^expected a moment within/,
    /^Give a moment after 2/,
  ],
])('refuses %j, which would silence nothing', async (what, field, message, hint) => {
  const { status, body, kept } = await post(what)
  expect({ status, kept }).toEqual({ status: 422, kept: 0 })
  expect(body).toMatchObject({
    error: { code: 'invalid', hint: expect.stringMatching(hint) },
    fields: [{ field, message: expect.stringMatching(message) }],
  })
})
