import { describe, expect, it } from 'vitest'
import type { Finding } from '@/lib/model/finding'
import { badgeOf, subjectWords, waysOf } from './finding-words'

const aFinding = (severity: Finding['severity']): Finding => ({
  ...{ id: severity, check: 'x', severity, subject: 'vni:42', verdict: '', evidence: [], fix: [] },
  ...{ causedBy: null, since: '2026-11-22T12:00:00.000Z' },
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

  it('is none for what is merely worth knowing', () => {
    expect(badgeOf([aFinding('info')])).toBe(null)
  })
})
