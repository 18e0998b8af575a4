import { describe, expect, it } from 'vitest'
import { AuditQuery } from '@/lib/model/audit'
import type { History, NewAuditEntry } from './index'
import { openSql } from './store/sqlite'
import { testHistory } from './test-history'
import { NOON, someEvents } from './testing'

const DAY_MS = 86_400_000

const { open, file, setNow } = testHistory()

const anEntry = (over: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
  at: NOON,
  who: 'ana',
  via: 'session',
  from: '10.0.0.9',
  action: 'nodeChanged',
  nodes: ['vyos01'],
  plan: null,
  commands: [],
  output: '',
  result: 'ok',
  ...over,
})

const page = async (history: History, query: object = {}) => {
  const answer = await history.auditEntries(AuditQuery.parse(query))
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value
}

const outputs = async (history: History, query: object = {}) =>
  (await page(history, query)).entries.map(({ output }) => output)

describe('the audit log', () => {
  it('gives an entry back as it was written, after a restart too', async () => {
    const entry = anEntry({ commands: [{ node: 'vyos01', command: 'ip link set vxlan0 mtu 1400' }] })
    const first = await open()
    await first.audit(entry)
    await first.close()
    const { at: _, ...rest } = entry
    expect((await page(await open())).entries).toEqual([{ id: '1', at: '2026-11-22T12:00:00.000Z', ...rest }])
  })

  it('gives the newest first, a page at a time, in the order of writing whatever the clock says', async () => {
    const history = await open()
    for (const [index, at] of [NOON, NOON + 10, NOON - 10].entries())
      await history.audit(anEntry({ at, output: `${index}` }))
    const first = await page(history, { limit: 2 })
    expect(first.entries.map(({ output }) => output)).toEqual(['2', '1'])
    expect(await outputs(history, { limit: 2, cursor: first.nextCursor })).toEqual(['0'])
  })

  it.each([
    ['who', { who: 'ben' }, ['other who']],
    ['action', { action: 'login' }, ['other action']],
    ['result', { result: 'failed' }, ['other result']],
    ['node', { node: 'leaf7' }, ['other node']],
    ['time', { since: '2026-11-22T12:00:01Z', until: '2026-11-22T12:00:02Z' }, ['other time']],
  ])('is narrowed by %s', async (_, query, found) => {
    const history = await open()
    await history.audit(anEntry())
    await history.audit(anEntry({ who: 'ben', output: 'other who' }))
    await history.audit(anEntry({ action: 'login', output: 'other action' }))
    await history.audit(anEntry({ result: 'failed', output: 'other result' }))
    await history.audit(anEntry({ nodes: ['vyos02', 'leaf7'], output: 'other node' }))
    await history.audit(anEntry({ at: NOON + 1000, output: 'other time' }))
    await history.audit(anEntry({ at: NOON + 2000 }))
    expect(await outputs(history, query)).toEqual(found)
  })

  it('refuses a cursor that is none of ours', async () => {
    const history = await open()
    const answer = await history.auditEntries(AuditQuery.parse({ cursor: '1; DROP TABLE audit' }))
    expect(answer).toMatchObject({ ok: false, error: { code: 'badCursor' } })
  })

  it('keeps entries longer than events, and no longer than told', async () => {
    const history = await open({ retention: { maxAgeMs: DAY_MS, auditAgeMs: 10 * DAY_MS } })
    await history.record({ events: someEvents(3, NOON), keyframes: [] })
    await history.audit(anEntry({ output: 'old' }))
    const later = NOON + 5 * DAY_MS
    setNow(later)
    await history.audit(anEntry({ at: later, output: 'new' }))
    await history.prune()
    expect(await outputs(history)).toEqual(['new', 'old'])
    expect(await history.stats()).toMatchObject({ ok: true, value: { events: 0 } })
    setNow(NOON + 11 * DAY_MS)
    await history.prune()
    expect(await outputs(history)).toEqual(['new'])
  })

  it('lets nobody change or remove an entry', async () => {
    const history = await open()
    await history.audit(anEntry({ output: 'as it was' }))
    const sql = openSql(file())
    expect(() => sql.run("UPDATE audit SET who = 'nobody'")).toThrow('append-only')
    expect(() => sql.run('DELETE FROM audit')).toThrow('append-only')
    sql.close()
    expect(await outputs(history)).toEqual(['as it was'])
  })
})
