import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AuditRecord } from '../audit'
import { createRefusedLogins } from './refused-logins'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const kept = () => {
  const entries: AuditRecord[] = []
  const logins = createRefusedLogins(async entry => entries.push(entry))
  const told = () => entries.map(({ who, from, output }) => [who.name, from, output])
  return { ...logins, told }
}

it('are written down one by one, and those that are too many as one', async () => {
  const { note, told } = kept()
  for (let each = 0; each < 1000; each += 1) await note('ana', '192.0.2.1')
  await note('unknown', '192.0.2.2')
  const first = [...Array.from({ length: 10 }, () => ['ana', '192.0.2.1', '']), ['unknown', '192.0.2.2', '']]
  expect(told()).toEqual(first)
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(told()).toEqual([...first, ['ana', null, '990 more within 10 minutes']])
  await note('ana', '192.0.2.1')
  expect(told()).toHaveLength(first.length + 2)
})

it('are all told of when the server stops', async () => {
  const { note, flush, told } = kept()
  for (let each = 0; each < 11; each += 1) await note('ana', null)
  await flush()
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(told().slice(10)).toEqual([['ana', null, '1 more within 10 minutes']])
})
