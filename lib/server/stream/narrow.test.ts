import { describe, expect, it } from 'vitest'
import { narrowDelta, narrowingKey, narrowingOf } from './narrow'
import { aRow, NO_DELTA } from './testing'

const ofRows = (ids: string[], remove: string[] = []) => ({
  ...NO_DELTA,
  fdb: { put: ids.map(id => aRow(id, { vni: id.startsWith('a') ? 42 : 43 })), remove },
})
const idsOf = ({ fdb }: ReturnType<typeof narrowDelta>) => ({ put: fdb.put.map(({ id }) => id), remove: fdb.remove })

describe('narrowDelta', () => {
  it('leaves a delta as it is where nothing narrows it', () => {
    const delta = ofRows(['a1', 'b1'], ['c1'])
    expect(narrowDelta(delta, narrowingOf({}), () => false)).toEqual(delta)
  })

  it('leaves out topics that are not wanted', () => {
    const delta = { ...ofRows(['a1']), vteps: { put: [], remove: ['vtep:10.0.2.1'] } }
    const overlay = narrowDelta(delta, narrowingOf({ topics: 'overlay,events' }), () => true)
    expect(overlay).toEqual({ ...NO_DELTA, vteps: delta.vteps })
    const fdb = narrowDelta(delta, narrowingOf({ topics: 'fdb' }), () => true)
    expect(fdb).toEqual({ ...NO_DELTA, fdb: delta.fdb })
  })

  it('leaves out what tunnels were read from where it is not wanted', () => {
    const line = { kind: 'learned', node: 'a', command: 'bridge fdb show', text: '', rendered: false, readAt: '' }
    const tunnel = {
      ...{ id: 'tunnel:42:a>b', vni: 42, from: 'vtep:a', to: 'vtep:b', kinds: [], macs: 1, oneWay: false },
      ...{ state: 'live' as const, nodes: ['a'], evidence: [line] },
    }
    const delta = { ...NO_DELTA, tunnels: { put: [tunnel], remove: [] } }
    const put = (evidence: 'all' | 'none') => narrowDelta(delta, narrowingOf({ evidence }), () => true).tunnels.put
    expect(put('none')).toEqual([{ ...tunnel, evidence: [] }])
    expect(put('all')).toEqual([tunnel])
  })

  it('puts rows of the VNI alone, and removes those the client may have', () => {
    const mayHave = (id: string) => id === 'a2'
    expect(idsOf(narrowDelta(ofRows(['a1', 'b1'], ['a2', 'b2']), narrowingOf({ vni: 42 }), mayHave))).toEqual({
      put: ['a1'],
      remove: ['a2'],
    })
  })

  it('removes a row that has come to another VNI', () => {
    const mayHave = (id: string) => id === 'b1'
    expect(idsOf(narrowDelta(ofRows(['b1', 'b2']), narrowingOf({ vni: 42 }), mayHave))).toEqual({
      put: [],
      remove: ['b1'],
    })
  })

  it('puts rows of the node alone', () => {
    const delta = { ...NO_DELTA, fdb: { put: [aRow('x', { node: 'ubuntu' }), aRow('y')], remove: [] } }
    expect(idsOf(narrowDelta(delta, narrowingOf({ node: 'ubuntu' }), () => false)).put).toEqual(['x'])
  })

  it('serves clients alike whose narrowing says the same', () => {
    const key = (query: Parameters<typeof narrowingOf>[0]) => narrowingKey(narrowingOf(query))
    expect(key({ topics: 'fdb,overlay,events,changes' })).toBe(key({}))
    expect(key({ topics: 'overlay', vni: 42 })).toBe(key({ topics: 'overlay' }))
    expect(key({ vni: 42 })).not.toBe(key({ vni: 43 }))
  })
})
