import { describe, expect, it } from 'vitest'
import { parseFrame, revisionOf } from './stream-message'
import { aDelta, anEvent } from './testing'

describe('parseFrame', () => {
  it('takes the revision of a delta from the delta: its frame may have no id', () => {
    const message = parseFrame('delta', JSON.stringify(aDelta('a-6')), null, 'a-5')
    expect(message).toMatchObject({ type: 'delta', after: 'a-5', revision: 'a-6' })
    expect(revisionOf(message)).toBe('a-6')
  })

  it('reads a change of devices, which has no revision', () => {
    const plan = { digest: '', expiresAt: '2026-11-22T14:12:11.000Z', nodes: [], offers: [] }
    const told = { id: 'c1', at: '2026-11-22T14:02:11.000Z', who: 'local', state: 'running', plan, nodes: [] }
    const change = { ...told, answerBy: null, endedAt: null }
    const message = parseFrame('change', JSON.stringify(change), null, 'a-6')
    expect(message).toEqual({ type: 'change', change })
    expect(revisionOf(message)).toBeNull()
  })

  it('reads what happened, beats and resets', () => {
    const event = anEvent('learned', 0)
    expect(parseFrame('happened', JSON.stringify(event), 'a-6', 'a-6')).toEqual({ type: 'happened', event })
    const now = '2026-11-22T14:02:11.000Z'
    expect(parseFrame('heartbeat', JSON.stringify({ now }), 'a-7', 'a-6')).toMatchObject({ revision: 'a-7', now })
    expect(parseFrame('reset', '{}', 'a-9', 'a-6')).toEqual({ type: 'reset', revision: 'a-9' })
  })

  it.each(['', '{', 'null', '{"revision":"a-6"}'])('fetches again what it can’t read: %j', data => {
    for (const type of ['delta', 'happened', 'change', 'heartbeat'] as const)
      expect(parseFrame(type, data, 'a-6', 'a-5')).toEqual({ type: 'reset', revision: 'a-6' })
  })
})
