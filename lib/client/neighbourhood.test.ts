import { describe, expect, it } from 'vitest'
import { buildGraph } from './graph'
import { EMPTY_GRAPH } from './graph-types'
import { neighbourhood, pickedIds } from './neighbourhood'
import { overlayOfVni } from './overlay-of-vni'
import { reuseById, sameValue } from './reuse'
import { seedOverlay, seedRows, UBUNTU_MAC } from './testing'

const overlay = seedOverlay()
const graph = buildGraph(overlay, { vni: null, rows: seedRows(), complete: true, open: null }, EMPTY_GRAPH)

describe('neighbourhood', () => {
  it('of a node holds its edges, their other ends, its hub and its MACs', () => {
    expect([...neighbourhood(graph, 'node:vyos01')].sort()).toEqual([
      'edge:node:ubuntu|node:vyos01',
      'hub:239.1.1.1',
      'mac:42/86:24:26:b2:11:5c@vtep:10.0.2.254',
      'node:ubuntu',
      'node:vyos01',
      'spoke:hub:239.1.1.1|node:vyos01',
    ])
  })

  it('of a MAC holds the nodes that learned it', () => {
    const near = neighbourhood(graph, `mac:42/${UBUNTU_MAC}@vtep:10.0.2.1`)
    expect(['node:ubuntu', 'node:vyos01', 'node:vyos02'].every(id => near.has(id))).toBe(true)
  })

  it('of nothing is empty', () => {
    expect(neighbourhood(graph, 'node:gone').size).toBe(0)
  })
})

describe('pickedIds', () => {
  it.each([
    ['node:vyos01', ['node:vyos01']],
    ['vtep:10.0.2.254', ['node:vyos01']],
    ['group:42:239.1.1.1', ['hub:239.1.1.1']],
    ['tunnel:42:10.0.2.254>10.0.2.1', ['edge:node:ubuntu|node:vyos01']],
    [`mac:42/${UBUNTU_MAC}`, [`mac:42/${UBUNTU_MAC}@vtep:10.0.2.1`]],
    [null, []],
  ])('%s means %j', (selection, ids) => {
    expect(pickedIds(graph, overlay, selection)).toEqual(ids)
  })
})

describe('overlayOfVni', () => {
  it('is the whole for no VNI, and nothing of another one', () => {
    expect(overlayOfVni(overlay, null)).toBe(overlay)
    expect(overlayOfVni(overlay, 7)).toEqual({ nodes: [], vteps: [], vnis: [], groups: [], tunnels: [] })
  })
})

describe('reuse', () => {
  it('compares by what values say', () => {
    expect([
      sameValue({ a: [1, { b: null }] }, { a: [1, { b: null }] }),
      sameValue([1], { 0: 1 }),
      sameValue({ a: 1 }, { b: 1 }),
    ]).toEqual([true, false, false])
  })

  it('gives the old list only when order and elements are the same', () => {
    const old = [{ id: 'a' }, { id: 'b' }]
    expect(reuseById(old, [{ id: 'a' }, { id: 'b' }])).toBe(old)
    expect(reuseById(old, [{ id: 'b' }, { id: 'a' }])).toEqual([{ id: 'b' }, { id: 'a' }])
  })
})
