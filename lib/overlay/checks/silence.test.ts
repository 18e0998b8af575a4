import { describe, expect, it } from 'vitest'
import type { Silence } from '@/lib/model/silence'
import { silenceOf } from './silence'

const NOW = Date.UTC(2026, 10, 22, 12)
const finding = { id: 'mtuPeers/vni:42', check: 'mtuPeers', subject: 'vni:42' }
const aSilence = (over: Partial<Silence>): Silence => ({
  ...{ id: 'a', finding: null, check: null, subject: null, reason: 'known', who: 'ops' },
  ...{ at: '2026-11-22T11:00:00.000Z', until: '2026-11-22T13:00:00.000Z' },
  ...over,
})

describe('silenceOf', () => {
  it.each<[string, Partial<Silence>, boolean]>([
    ['its id', { finding: finding.id }, true],
    ['its check', { check: 'mtuPeers' }, true],
    ['its subject', { subject: 'vni:42' }, true],
    ['check and subject', { check: 'mtuPeers', subject: 'vni:42' }, true],
    ['its check at another subject', { check: 'mtuPeers', subject: 'vni:43' }, false],
    ['nothing at all', {}, false],
    ['its check, until now', { check: 'mtuPeers', until: '2026-11-22T12:00:00.000Z' }, false],
  ])('a silence of %s: %#', (_, over, silent) => {
    expect(silenceOf(finding, [aSilence(over)], NOW) !== null).toBe(silent)
  })

  it('is the one that lasts longest', () => {
    const longer = aSilence({ id: 'b', check: 'mtuPeers', until: '2026-11-23T12:00:00.000Z' })
    expect(silenceOf(finding, [aSilence({ check: 'mtuPeers' }), longer], NOW)?.id).toBe('b')
  })
})
