import { describe, expect, it } from 'vitest'
import type { OverlayAnswer } from '@/lib/model/api'
import { applyDeltas, followOverlay } from './apply-delta'
import type { StreamMessage } from './stream-message'
import { aDelta, aNode, aTunnel, seedOverlay } from './testing'

const AT = '2026-11-22T14:02:11.000Z'
const answer: OverlayAnswer = { revision: 'a-5', at: AT, now: AT, ...seedOverlay() }
const GONE = 'tunnel:42:10.0.2.1>10.0.2.254'
const removal = (after: string, revision: string): StreamMessage => ({
  type: 'delta',
  after,
  revision,
  delta: aDelta(revision, { tunnels: { put: [], remove: [GONE] } }),
})

describe('applyDeltas', () => {
  it('puts what is new where it belongs by its name', () => {
    const next = applyDeltas(seedOverlay(), [
      aDelta('a-6', { nodes: { put: [aNode('vyos010'), aNode('br1')], remove: [] } }),
    ])
    expect(next.nodes.map(node => node.name)).toEqual(['br1', 'ubuntu', 'vyos01', 'vyos02', 'vyos010'])
  })

  it('replaces what is known where it stands', () => {
    const stale = aNode('vyos01', { state: 'stale' })
    const next = applyDeltas(seedOverlay(), [aDelta('a-6', { nodes: { put: [stale], remove: [] } })])
    expect(next.nodes[1]).toBe(stale)
    expect(next.nodes).toHaveLength(3)
  })

  it('takes away by id, a VNI by its number', () => {
    const next = applyDeltas(seedOverlay(), [aDelta('a-6', { vnis: { put: [], remove: ['42'] } })])
    expect(next.vnis).toEqual([])
  })

  it('takes the last of what several say', () => {
    const tunnel = aTunnel('10.0.2.1', '10.0.2.254', { macs: 7 })
    const next = applyDeltas(seedOverlay(), [
      aDelta('a-6', { tunnels: { put: [], remove: [tunnel.id] } }),
      aDelta('a-7', { tunnels: { put: [tunnel], remove: ['tunnel:42:10.0.2.254>10.0.2.1'] } }),
    ])
    expect(next.tunnels[0]).toBe(tunnel)
    expect(next.tunnels).toHaveLength(3)
  })

  it('is not changed by what says the same', () => {
    const overlay = seedOverlay()
    const next = applyDeltas(overlay, [aDelta('a-6', { nodes: { put: [aNode('vyos01')], remove: [] } })])
    expect(next.nodes).toBe(overlay.nodes)
  })

  it('leaves lists that nothing happened to the same objects', () => {
    const overlay = seedOverlay()
    const next = applyDeltas(overlay, [
      aDelta('a-6', { tunnels: { put: [aTunnel('10.0.2.9', '10.0.2.8')], remove: [] } }),
    ])
    expect(next.nodes).toBe(overlay.nodes)
    expect(next.tunnels).toHaveLength(5)
  })
})

describe('followOverlay', () => {
  it('applies what comes next, and knows its revision', () => {
    const next = followOverlay(answer, [removal('a-5', 'a-6')])
    expect(next?.revision).toBe('a-6')
    expect(next?.tunnels.map(tunnel => tunnel.id)).not.toContain(GONE)
  })

  it('is the same object when all that came is known', () => {
    expect(followOverlay(answer, [removal('a-3', 'a-4')])).toBe(answer)
  })

  it('misses something after a gap', () => {
    expect(followOverlay(answer, [removal('a-7', 'a-8')])).toBeNull()
  })

  it('is to be fetched again after a reset, and after a start of the server', () => {
    expect(followOverlay(answer, [{ type: 'reset', revision: 'a-9' }])).toBeNull()
    expect(followOverlay(answer, [removal('b-0', 'b-1')])).toBeNull()
  })

  it('goes on over revisions of which it heard nothing but a beat', () => {
    const beat: StreamMessage = { type: 'heartbeat', after: 'a-5', revision: 'a-8', now: '2026-11-22T14:02:21.000Z' }
    const next = followOverlay(answer, [beat, removal('a-8', 'a-9')])
    expect(next).toMatchObject({ revision: 'a-9', now: '2026-11-22T14:02:21.000Z' })
  })
})
