import { describe, expect, it } from 'vitest'
import type { FdbRow } from '@/lib/model/overlay'
import {
  type FdbList,
  followFdb,
  isRefreshed,
  LEAVING_MS,
  MARK_MS,
  nextSettling,
  queryOf,
  settleFdb,
} from './follow-fdb'
import type { StreamMessage } from './stream-message'
import { aDelta, aRow } from './testing'

const mac = (n: number) => `02:00:00:00:00:0${n}`
const row = (n: number, difference: Partial<FdbRow> = {}) => aRow('ubuntu', mac(n), '10.0.2.254', difference)
const listOf = (rows: FdbRow[], difference: Partial<FdbList> = {}): FdbList => ({
  revision: 'a-1',
  rows,
  total: rows.length,
  complete: true,
  dirty: false,
  marks: new Map(),
  leaving: new Map(),
  ...difference,
})
const change = (put: FdbRow[], remove: string[] = [], revision = 'a-2', after = 'a-1'): StreamMessage => ({
  type: 'delta',
  after,
  revision,
  delta: aDelta(revision, { fdb: { put, remove } }),
})
const ALL = queryOf('/api/v1/fdb?scope=overlay&limit=200&cursor=r5')
const follow = (list: FdbList, message: StreamMessage, query = ALL) => followFdb(list, query, [message], 100)
const macs = (list: FdbList) => list.rows.map(one => one.mac)

describe('followFdb', () => {
  it('puts a new row in its place and marks it', () => {
    const next = follow(listOf([row(1), row(3)]), change([row(2)]))
    expect(macs(next)).toEqual([mac(1), mac(2), mac(3)])
    expect(next).toMatchObject({ total: 3, dirty: false, revision: 'a-2' })
    expect(next.marks.get(row(2).id)).toEqual({ mark: 'new', at: 100 })
  })

  it('leaves out a new row that the filter does not want', () => {
    const next = follow(listOf([row(1)]), change([row(2)]), queryOf(`/api/v1/fdb?q=mac:${mac(1)}`))
    expect(next).toMatchObject({ total: 1, dirty: false })
  })

  it('asks the server where a new row stands when not all rows are loaded', () => {
    const next = follow(listOf([row(1)], { complete: false, total: 900 }), change([row(2)]))
    expect(next).toMatchObject({ dirty: true, total: 900 })
    expect(macs(next)).toEqual([mac(1)])
  })

  it('shows a new row among those that are loaded at once, and has it confirmed', () => {
    const next = follow(listOf([row(1), row(3)], { complete: false, total: 900 }), change([row(2), row(4)]))
    expect(macs(next)).toEqual([mac(1), mac(2), mac(3)])
    expect(next).toMatchObject({ dirty: true, total: 900 })
  })

  it('patches a loaded row where it stands, though not all are loaded', () => {
    const moved = row(1, { moves: 3 })
    const next = follow(listOf([row(1), row(2)], { complete: false, total: 900 }), change([moved]))
    expect(next.rows[0]).toBe(moved)
    expect(next.dirty).toBe(false)
  })

  it('marks a row that was refreshed, and none that was only read again', () => {
    const later = '2026-11-22T14:03:11.000Z'
    const read = follow(listOf([row(1)]), change([row(1, { updated: 70, readAt: later })]))
    expect(read.marks.size).toBe(0)
    const refreshed = follow(listOf([row(1)]), change([row(1, { updated: 0, readAt: later })]))
    expect(refreshed.marks.get(row(1).id)?.mark).toBe('refreshed')
  })

  it('keeps a gone row for a moment, and no longer counts it', () => {
    const next = follow(listOf([row(1), row(2)]), change([], [row(1).id]))
    expect(next.total).toBe(1)
    expect(macs(next)).toEqual([mac(1), mac(2)])
    expect(macs(settleFdb(next, 100 + LEAVING_MS - 1))).toEqual([mac(1), mac(2)])
    expect(macs(settleFdb(next, 100 + LEAVING_MS))).toEqual([mac(2)])
  })

  it('does not take away a row that is learned anew while it is leaving', () => {
    const gone = follow(listOf([row(1)]), change([], [row(1).id]))
    const back = follow(gone, change([row(1)], [], 'a-3', 'a-2'))
    expect(back).toMatchObject({ total: 1 })
    expect(macs(settleFdb(back, 100 + LEAVING_MS))).toEqual([mac(1)])
  })

  it('drops a row that no longer matches', () => {
    const live = queryOf('/api/v1/fdb?q=state:live')
    expect(follow(listOf([row(1)]), change([row(1, { state: 'stale' })]), live)).toMatchObject({ rows: [], total: 0 })
  })

  it('stays as it is and asks again after a gap or a reset', () => {
    const list = listOf([row(1)])
    expect(follow(list, change([], [row(1).id], 'a-9', 'a-8'))).toEqual({ ...list, dirty: true })
    expect(follow(list, { type: 'reset', revision: 'a-9' })).toEqual({ ...list, dirty: true })
  })

  it('is the same object for what it knows', () => {
    const list = listOf([row(1)])
    expect(follow(list, change([row(2)], [], 'a-1', 'a-0'))).toBe(list)
  })
})

describe('settleFdb', () => {
  it('ends marks, and says when it has something to do', () => {
    const next = follow(listOf([]), change([row(1)]))
    expect(nextSettling(next)).toBe(100 + MARK_MS)
    expect(settleFdb(next, 100 + MARK_MS).marks.size).toBe(0)
    expect(nextSettling(settleFdb(next, 100 + MARK_MS))).toBeNull()
  })
})

describe('isRefreshed', () => {
  it('goes by the end of life where it is known', () => {
    const then = row(1, { expiresAt: '2026-11-22T14:05:00.000Z' })
    expect(isRefreshed(then, { ...then, expiresAt: '2026-11-22T14:05:01.000Z' })).toBe(false)
    expect(isRefreshed(then, { ...then, expiresAt: '2026-11-22T14:05:09.000Z' })).toBe(true)
  })
})

describe('queryOf', () => {
  it('is none for what the server would refuse', () => expect(queryOf('/api/v1/fdb?vni=abc')).toBeNull())
})
