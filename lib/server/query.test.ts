import { describe, expect, it } from 'vitest'
import { FdbQuery } from '@/lib/model/api'
import { AuditQuery } from '@/lib/model/audit'
import { DensityQuery, EventQuery } from '@/lib/model/event'
import { StreamQuery } from '@/lib/model/stream'
import { parseQuery } from './query'

const parse = (query: string) => parseQuery(new Request(`http://127.0.0.1/api/v1/fdb?${query}`), FdbQuery)

const refusal = async (query: string) => {
  const parsed = parse(query)
  return parsed.ok ? null : { status: parsed.error.status, ...(await parsed.error.json()).error }
}

describe('parseQuery', () => {
  it('gives what is asked for, with numbers as numbers', () => {
    expect(parse('vni=42&sort=-updated&q=86%3A24')).toMatchObject({
      ok: true,
      value: { vni: 42, sort: '-updated', q: '86:24', scope: 'all', limit: 200 },
    })
  })

  it('refuses a parameter it does not know: a filter that is not applied misleads', async () => {
    expect(await refusal('nod=ubuntu')).toMatchObject({
      status: 400,
      code: 'badRequest',
      message: 'unknown parameter "nod"',
    })
  })

  it('knows no parameter that a language has everywhere', async () => {
    for (const name of ['constructor', 'toString'])
      expect((await refusal(`${name}=1`))?.message).toBe(`unknown parameter "${name}"`)
  })

  it('refuses a parameter that is given twice', async () => {
    expect((await refusal('node=a&node=b'))?.message).toBe('node: expected once, got 2 times')
  })

  it.each(['vni=', 'vni=abc', 'vni=4.2', 'vni=0x2a'])('refuses %s as no number', async query => {
    expect((await refusal(query))?.message).toBe('vni: expected a whole number from 0 to 16777215')
  })

  it.each([
    [EventQuery, 'vni', 16_777_215],
    [StreamQuery, 'vni', 16_777_215],
    [EventQuery, 'limit', 1000],
    [AuditQuery, 'limit', 1000],
    [DensityQuery, 'buckets', 500],
  ] as const)('so does every other resource, once: %#', async (schema, name, most) => {
    for (const text of ['', '%20', '0x10', '1e2', '99999999999999999999']) {
      const parsed = parseQuery(new Request(`http://127.0.0.1/api/v1/x?${name}=${text}`), schema)
      const least = name === 'vni' ? 0 : 1
      const { error } = parsed.ok ? { error: null } : await parsed.error.json()
      expect(error?.message, text).toBe(`${name}: expected a whole number from ${least} to ${most}`)
    }
  })

  it.each([
    ['kind=gone', 'kind: expected one of learned, static, permanent, extern, flood'],
    ['at=yesterday', 'at: expected a moment such as 2026-11-30T09:30:00Z'],
    [`q=${'x'.repeat(1001)}`, 'q: expected at most 1000 characters'],
  ])('says what it expects: %#', async (query, message) => expect((await refusal(query))?.message).toBe(message))

  it('names each parameter that is out of its bounds', async () => {
    expect((await refusal('vni=16777216&limit=0&sort=colour'))?.message).toMatch(
      /^vni: .*; sort: expected one of .*; limit: /,
    )
  })
})
