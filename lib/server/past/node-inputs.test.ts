import { describe, expect, it } from 'vitest'
import type { NodeState } from '@/lib/history'
import { buildOverlay, finish } from '@/lib/overlay'
import { anEntry, aReading, aVxlanLink, READ_AT } from '@/lib/overlay/testing'
import { anEvent } from '../stream/testing'
import { nodeInputAt } from './node-inputs'

const MAC = '02:00:00:00:00:01'
const iso = (ms: number) => new Date(ms).toISOString()
const reading = aReading({ links: [aVxlanLink('vxlan0')], fdb: [anEntry(MAC, '10.0.2.254')] })

const aState = (over: Partial<NodeState> = {}): NodeState => ({
  node: 'vyos01',
  recorded: true,
  keyframe: { at: READ_AT, reading },
  events: [],
  reach: anEvent('up', { kind: 'nodeConnected' }),
  ...over,
})

const built = (state: NodeState) => buildOverlay([finish(nodeInputAt(state, undefined))])
const rowNow = () => {
  const [row] = built(aState()).fdb
  if (!row) throw new Error('no row')
  return row
}

describe('a node of the past', () => {
  it('is live with the rows of its reading', () => {
    const { overlay, fdb } = built(aState())
    expect(overlay.nodes[0]).toMatchObject({ status: 'connected', state: 'live', error: null, readAt: iso(READ_AT) })
    expect(fdb.map(({ mac, state }) => [mac, state])).toEqual([[MAC, 'live']])
  })

  it('is as its events left it, with the ages they were recorded with', () => {
    const at = iso(READ_AT + 60_000)
    const later = { ...rowNow(), id: 'fdb:vyos01/vxlan0/x', mac: '02:00:00:00:00:02', readAt: at, firstSeenAt: at }
    const events = [anEvent('a', { kind: 'gone', row: rowNow() }), anEvent('b', { row: { ...later, used: 0 } })]
    const [row, ...others] = built(aState({ events })).fdb
    expect(others).toEqual([])
    expect(row).toMatchObject({ mac: later.mac, used: 0, readAt: at })
  })

  it.each([
    ['nodeLost', 'unreachable'],
    ['nodeRefused', 'refused'],
  ] as const)('after %s keeps its last reading, stale', (kind, status) => {
    const reach = anEvent('down', { kind, text: 'It is gone.' })
    const { overlay, fdb } = built(aState({ reach }))
    expect(overlay.nodes[0]).toMatchObject({ status, state: 'stale', error: { code: kind, message: 'It is gone.' } })
    expect(fdb.map(({ state }) => state)).toEqual(['stale'])
  })

  it('that nobody followed is as it was last read, stale, and says that nobody looked', () => {
    const { overlay, fdb } = built(aState({ recorded: false }))
    expect(overlay.nodes[0]).toMatchObject({ status: 'connecting', state: 'stale', error: { code: 'notRecorded' } })
    expect(fdb.map(({ state, readAt }) => [state, readAt])).toEqual([['stale', iso(READ_AT)]])
  })

  it('that was never reached is unknown', () => {
    const reach = anEvent('down', { kind: 'nodeLost' })
    const { overlay, fdb } = built(aState({ keyframe: null, reach }))
    expect(overlay.nodes[0]).toMatchObject({ state: 'unknown', readAt: null })
    expect(fdb).toEqual([])
  })

  it('has the host and tags that the inventory gives it, if it still does', () => {
    expect(finish(nodeInputAt(aState(), { host: '10.0.0.1', tags: ['dc1'] }))).toMatchObject({
      host: '10.0.0.1',
      tags: ['dc1'],
    })
    expect(finish(nodeInputAt(aState(), undefined))).toMatchObject({ host: 'vyos01', tags: [] })
  })
})
