import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ToldFinding } from '@/lib/model/finding'
import { listenToMarks, markOf, marksOf, noteFindings } from './finding-marks'

const SINCE = '2026-11-22T12:00:00.000Z'
const finding = (id: string, over: Partial<ToldFinding> = {}): ToldFinding => ({
  ...{ id, check: 'x', severity: 'error', subject: 'node:r1', verdict: `${id}.`, evidence: [], fix: [] },
  ...{ causedBy: null, since: SINCE, times: 1, before: [], silence: null },
  ...over,
})
const silence = {
  ...{ id: 's', finding: null, check: 'x', subject: null, reason: '', who: 'ops', at: SINCE, until: SINCE },
}

afterEach(() => noteFindings([]))

describe('marks', () => {
  it('stand at what findings are about, and at the nodes that mend them', () => {
    const marks = marksOf([
      finding('a'),
      finding('b', { severity: 'warning' }),
      finding('c', { subject: 'vni:42', fix: [{ node: 'r2', commands: ['x'] }] }),
    ])
    expect(Object.fromEntries(marks)).toEqual({
      'node:r1': { worst: 'error', count: 2, verdicts: ['a.', 'b.'] },
      'vni:42': { worst: 'error', count: 1, verdicts: ['c.'] },
      'node:r2': { worst: 'error', count: 1, verdicts: ['c.'] },
    })
  })

  it.each<[string, Partial<ToldFinding>]>([
    ['is silenced', { silence }],
    ['follows from another', { causedBy: 'y' }],
    ['is but worth knowing', { severity: 'info' }],
  ])('are none for what %s', (_, over) => {
    expect(marksOf([finding('a', over)]).size).toBe(0)
  })

  it('rest while they say the same', () => {
    const heard = vi.fn()
    const leave = listenToMarks(heard)
    noteFindings([finding('a')])
    const first = markOf('node:r1')
    noteFindings([finding('a', { since: '2026-11-22T12:00:09.000Z' })])
    expect([heard.mock.calls.length, markOf('node:r1') === first]).toEqual([1, true])
    noteFindings([finding('b')])
    expect([heard.mock.calls.length, markOf('node:r1')?.verdicts]).toEqual([2, ['b.']])
    leave()
  })
})
