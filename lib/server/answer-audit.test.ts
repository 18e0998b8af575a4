import { expect, it } from 'vitest'
import { answerAudit } from './answer-audit'

const DAMAGED = { ok: false, error: { code: 'cannotOpen', message: 'None.', hint: 'None.' } } as const

const ask = async (query: string) => {
  const response = await answerAudit(new Request(`http://localhost/api/v1/audit${query}`), DAMAGED)
  return { status: response.status, body: await response.json() }
}

const SPAN = 'since=2026-11-30T00:00:00Z&until=2026-11-29T00:00:00Z'

it.each([`?${SPAN}`, `?${SPAN}&format=csv`])('refuses %s, a span in which nothing lies', async query => {
  expect(await ask(query)).toMatchObject({ status: 400, body: { error: { message: 'since: not before until' } } })
})

it('says why where there is no history', async () => expect((await ask('')).status).toBe(503))
