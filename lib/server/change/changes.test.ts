import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aCreate, linuxFacts, planOf } from '@/lib/change/testing'
import type { Principal } from '@/lib/model/access'
import type { AppliedChange } from '@/lib/model/apply'
import { ApplySettings } from '@/lib/model/apply-settings'
import type { NodeError } from '@/lib/model/error'
import { fail, ok } from '@/lib/model/result'
import type { AuditRecord } from '../audit'
import { cannotRead, planAgain } from './change-error'
import { type Changes, type ChangesOptions, createChanges } from './changes'
import { createJournal } from './journal'
import { createPlans } from './plans'

const anna: Principal = { name: 'anna', role: 'operator', via: 'session', from: '127.0.0.1' }
const DIGEST = 'd'.repeat(64)
const away: NodeError = { code: 'unreachable', message: 'n1 does not answer', hint: '' }

let folder: string
let told: AppliedChange[]
let audited: AuditRecord[]
let served: Changes[]
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vxscope-changes-'))
  told = []
  audited = []
  served = []
})
afterEach(async () => {
  // What is still being written would stand in the way.
  await Promise.all(served.map(changes => changes.stop()))
  await rm(folder, { recursive: true })
})

/** Its one node doesn't answer, so whatever is begun ends at once. */
const serve = async (over: Partial<ChangesOptions> = {}): Promise<Changes> => {
  const changes = await createChanges({
    plans: createPlans(Date.now),
    journal: createJournal(path.join(folder, 'changes.json'), () => {}),
    open: async () => fail(away),
    settings: () => ApplySettings.parse({}),
    readOnly: () => false,
    checkCurrent: async () => ok(null),
    audit: async entry => audited.push(entry),
    tell: change => told.push(change),
    ended: () => {},
    report: cause => {
      throw cause
    },
    now: Date.now,
    ...over,
  })
  served.push(changes)
  const plan = {
    digest: DIGEST,
    expiresAt: new Date(Date.now() + 60_000).toISOString(),
    nodes: [planOf(aCreate(), linuxFacts())],
    offers: [],
  }
  changes.plans.keep({ plan, change: { nodes: [aCreate()] } })
  return changes
}
const start = (changes: Changes) => changes.start({ digest: DIGEST, atOnce: false }, anna)
const untilEnded = (changes: Changes): Promise<AppliedChange> =>
  vi.waitUntil(() => changes.recent().find(({ state }) => state === 'ended'), { timeout: 30_000 })

describe('a plan is applied', () => {
  it('by its digest, told from beginning to end, and written down', async () => {
    const changes = await serve()
    const begun = await start(changes)
    const ended = await untilEnded(changes)
    expect(begun).toEqual({ ok: true, value: ended.id })
    expect(ended).toMatchObject({
      who: 'anna',
      nodes: [{ node: 'n1', state: 'untouched', failure: { at: 'connection' } }],
    })
    expect([told.at(0)?.state, told.at(-1)?.state]).toEqual(['running', 'ended'])
    expect(audited.map(({ who, result, nodes }) => [who.name, result, ...(nodes ?? [])])).toEqual([
      ['anna', 'begun', 'n1'],
      ['anna', 'undone', 'n1'],
    ])
  })

  it('and known to a process that comes after', async () => {
    const changes = await serve()
    await start(changes)
    const ended = await untilEnded(changes)
    await changes.stop()
    expect((await serve()).get(ended.id)).toEqual(ended)
  })
})

describe('a change ends, and its nodes are free,', () => {
  const broken = () => {
    throw new Error('broken')
  }
  it.each([
    ['nothing can be written into the audit log', { audit: async () => broken() }],
    ['nothing can be told of its nodes', { ended: broken }],
    ['nobody can be told of it', { tell: broken }],
  ])('also where %s', async (_, over) => {
    const reported: unknown[] = []
    const changes = await serve({ ...over, report: cause => reported.push(cause) })
    const other = changes.plans.take(DIGEST)
    if (!other) throw new Error('no plan')
    for (const digest of ['a'.repeat(64), 'b'.repeat(64)]) {
      changes.plans.keep({ ...other, plan: { ...other.plan, digest } })
      const begun = await changes.start({ digest, atOnce: false }, anna)
      const id = begun.ok ? begun.value : ''
      const ended = await vi.waitUntil(() => {
        const change = changes.get(id)
        return change?.state === 'ended' ? change : null
      })
      expect(ended.nodes).toMatchObject([{ state: 'untouched', failure: { at: 'connection' } }])
    }
    expect(reported).toContainEqual(new Error('broken'))
  })
})

describe('a plan is refused', () => {
  it.each([
    ['where changes are switched off', { readOnly: () => true }, 'readOnly'],
    [
      'when a node is no longer as it took it',
      { checkCurrent: async () => fail(planAgain('n1 is another.')) },
      'planAgain',
    ],
    [
      'when nothing could be written down',
      { journal: { read: async () => [], write: async () => false } },
      'cannotWrite',
    ],
  ])('%s', async (_, over, code) => {
    const changes = await serve(over)
    expect(await start(changes)).toMatchObject({ ok: false, error: { code } })
    expect([changes.recent(), audited]).toEqual([[], []])
  })

  it('when it was used already, and when nobody made it', async () => {
    const changes = await serve()
    await start(changes)
    expect(await start(changes)).toMatchObject({ error: { code: 'planAgain' } })
    expect(await changes.start({ digest: 'e'.repeat(64), atOnce: false }, anna)).toMatchObject({
      error: { code: 'planAgain' },
    })
  })

  it('while a node can not be read, and not for good', async () => {
    const unread = fail(cannotRead([{ node: 'n1', error: away }]))
    const checkCurrent = vi.fn<ChangesOptions['checkCurrent']>(async () => ok(null)).mockResolvedValueOnce(unread)
    const changes = await serve({ checkCurrent })
    expect(await start(changes)).toMatchObject({
      error: { code: 'cannotRead', message: 'n1 could not be read: n1 does not answer.' },
    })
    expect(audited).toEqual([])
    expect(await start(changes)).toMatchObject({ ok: true })
  })

  it('to the second of two who ask at once, about the same node', async () => {
    const changes = await serve()
    const other = changes.plans.take(DIGEST)
    if (!other) throw new Error('no plan')
    changes.plans.keep(other)
    changes.plans.keep({ ...other, plan: { ...other.plan, digest: 'f'.repeat(64) } })
    const both = await Promise.all([start(changes), changes.start({ digest: 'f'.repeat(64), atOnce: false }, anna)])
    expect(both).toMatchObject([
      { ok: true },
      { ok: false, error: { code: 'planAgain', message: 'Another change is under way on n1.' } },
    ])
  })

  it('an answer that nobody waits for', async () => {
    const changes = await serve()
    await start(changes)
    const { id } = await untilEnded(changes)
    expect(await changes.answer(id, true, anna)).toMatchObject({ error: { code: 'notAsking' } })
    expect(await changes.answer('0', true, anna)).toMatchObject({ error: { code: 'notFound' } })
  })
})
