import { describe, expect, it } from 'vitest'
import type { ToldFinding } from '@/lib/model/finding'
import {
  badgeOf,
  groupFindings,
  SILENCE_SCOPES,
  scopeWords,
  silenced,
  staleNodesOf,
  subjectWords,
  waysOf,
} from './finding-words'

const SINCE = '2026-11-22T12:00:00.000Z'

const aFinding = (severity: ToldFinding['severity'], over: Partial<ToldFinding> = {}): ToldFinding => ({
  ...{ id: severity, check: 'x', severity, subject: 'vni:42', verdict: '', evidence: [], fix: [] },
  ...{ causedBy: null, since: SINCE, times: 1, before: [], silence: null },
  ...over,
})

const silence = {
  ...{ id: 'a', finding: null, check: 'x', subject: null, reason: 'known', who: 'ops' },
  ...{ at: SINCE, until: '2026-11-23T12:00:00.000Z' },
}

it('a finding is as old as the lines of nodes that are not read now', () => {
  const line = (node: string, second: string) => ({
    ...{ kind: 'device' as const, node, command: 'ip link', text: '', rendered: false },
    readAt: `2026-11-22T12:00:0${second}.000Z`,
  })
  const finding = aFinding('warning', { evidence: [line('a', '1'), line('b', '2'), line('a', '3')] })
  expect(staleNodesOf(finding, new Set(['a', 'c']))).toEqual([{ node: 'a', readAt: '2026-11-22T12:00:03.000Z' }])
  expect(staleNodesOf(finding, new Set())).toEqual([])
})

describe('what a finding is about', () => {
  it.each([
    ['node:vyos01', 'vyos01', '/?sel=node%3Avyos01', '/fdb?q=node%3Avyos01'],
    ['vni:42', 'VNI 42', '/?vni=42', '/fdb?q=vni%3A42'],
    ['vtep:red/10.0.2.9', 'red/10.0.2.9', '/?sel=vtep%3Ared%2F10.0.2.9', '/fdb?q=dst%3A10.0.2.9'],
    ['tunnel:42:a>b', 'VNI 42, a → b', '/?sel=tunnel%3A42%3Aa%3Eb', null],
    [
      'mac:42/02:00:00:00:00:01',
      'VNI 42, 02:00:00:00:00:01',
      '/?sel=mac%3A42%2F02%3A00%3A00%3A00%3A00%3A01',
      '/fdb?q=vni%3A42+02%3A00%3A00%3A00%3A00%3A01',
    ],
  ])('%s', (subject, words, graph, fdb) => {
    expect([subjectWords(subject), waysOf(subject)]).toEqual([words, { graph, fdb }])
  })
})

describe('the badge', () => {
  it('counts what wants somebody, as badly as the worst', () => {
    expect(badgeOf([aFinding('warning'), aFinding('info')])).toEqual({ count: 1, worst: 'warn' })
    expect(badgeOf([aFinding('warning'), aFinding('error')])).toEqual({ count: 2, worst: 'bad' })
  })

  it('counts nothing that is silenced', () => {
    expect(badgeOf([aFinding('error', { silence }), aFinding('warning')])).toEqual({ count: 1, worst: 'warn' })
  })

  it('is none for what is merely worth knowing', () => {
    expect(badgeOf([aFinding('info')])).toBe(null)
  })
})

describe('groups', () => {
  const [one, two, three] = [
    aFinding('error', { id: 'a', subject: 'node:r1' }),
    aFinding('error', { id: 'b' }),
    aFinding('warning', { id: 'c', subject: 'node:r1' }),
  ]

  it.each([
    [
      'severity' as const,
      [
        ['Errors', 'a b'],
        ['Warnings', 'c'],
      ],
    ],
    [
      'subject' as const,
      [
        ['r1', 'a c'],
        ['VNI 42', 'b'],
      ],
    ],
  ])('by %s keep the order of the worst', (by, groups) => {
    const found = groupFindings([one, two, three], by)
    expect(found.map(({ title, findings }) => [title, findings.map(({ id }) => id).join(' ')])).toEqual(groups)
  })
})

describe('silencing', () => {
  it('names just what its words say', () => {
    const finding = aFinding('error', { id: 'x/vni:42' })
    expect(SILENCE_SCOPES.map(scope => [scopeWords(scope, finding), silenced(scope, finding)])).toEqual([
      ['this finding', { finding: 'x/vni:42', check: null, subject: null }],
      ['x of VNI 42', { finding: null, check: 'x', subject: 'vni:42' }],
      ['all findings of VNI 42', { finding: null, check: null, subject: 'vni:42' }],
      ['x everywhere', { finding: null, check: 'x', subject: null }],
    ])
  })
})
