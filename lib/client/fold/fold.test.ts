import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aNode } from '../testing'
import { type Fold, type FoldView, foldOverlay, unitsBetween } from './fold'
import { manyNodes } from './testing'
import { RING } from './types'

const VIEW: FoldView = { vni: null, by: null, open: [], wanted: [] }
const fold = (overlay = manyNodes(1000), view: Partial<FoldView> = {}): Fold => {
  const made = foldOverlay(overlay, { ...VIEW, ...view })
  if (made === null) throw new Error('nothing is folded')
  return made
}

describe('foldOverlay', () => {
  it('leaves few nodes as they are', () => {
    expect(foldOverlay(manyNodes(48), VIEW)).toBeNull()
    expect(foldOverlay(manyNodes(1000), { ...VIEW, vni: 10_003 })).not.toBeNull()
    expect(foldOverlay(manyNodes(1000, 200), { ...VIEW, vni: 10_003 })).toBeNull()
  })

  it('puts each node in exactly one group of the top', () => {
    const { rings, groups, chains } = fold()
    const top = (rings[0]?.units ?? []).flatMap(id => groups.get(id)?.items.map(item => item.id) ?? [id])
    expect(top).toHaveLength(1000)
    expect(new Set(top)).toEqual(new Set(chains.keys()))
  })

  it('takes the subnet where no tag tells nodes apart', () => {
    const { by, automatic, rings, groups } = fold()
    expect([by, automatic]).toEqual(['subnet', true])
    expect(rings[0]?.units.map(id => groups.get(id)?.label)).toEqual([
      '10.64.0.0/24',
      '10.64.1.0/24',
      '10.64.2.0/24',
      '10.64.3.0/24',
    ])
  })

  it('takes the site where nodes are tagged with it', () => {
    const sites = ['ams', 'fra', 'lon']
    const tagged = manyNodes(90, 20, at => ({ tags: ['lab', `site=${sites[at % 3]}`] }))
    const { by, rings, groups } = fold(tagged)
    expect(by).toBe('tag=site')
    expect(rings[0]?.units.map(id => groups.get(id)?.label)).toEqual(sites)
  })

  it('puts more VNIs together than stand in a ring', () => {
    const { rings, groups } = fold(manyNodes(1000, 200), { by: 'vni' })
    expect(rings[0]?.units).toHaveLength(RING)
    expect(groups.get(rings[0]?.units[0] ?? '')?.label).toBe('VNI 10000 – 10009')
  })

  it('shows what a group holds when it is unfolded, and leaves the rest as it was', () => {
    const before = fold()
    const after = fold(manyNodes(1000), { open: ['fold:subnet=10.64.1.0/24'] })
    expect(after.rings[0]).toEqual(before.rings[0])
    expect(after.rings[1]?.group?.label).toBe('10.64.1.0/24')
    expect(after.rings[1]?.units).toContain('fold:subnet=10.64.1.0/24/node261+20')
  })

  it('unfolds what a wanted card is in, down to the card', () => {
    const { chains, open } = fold(manyNodes(1000), { wanted: ['node:node0300'] })
    expect(open).toEqual(['fold:subnet=10.64.1.0/24', 'fold:subnet=10.64.1.0/24/node281+20'])
    expect(chains.get('node:node0300')?.at(-1)).toBe('node:node0300')
  })

  it('moves nobody to another group when a node comes', () => {
    const overlay = manyNodes(1000)
    const more = { ...overlay, nodes: [...overlay.nodes, aNode('node1001')] }
    const open = ['fold:subnet=10.64.1.0/24', 'fold:subnet=10.64.1.0/24/node281+20']
    const [one, other] = [fold(overlay, { open }), fold(more, { open })]
    for (const [card, chain] of one.chains) expect(other.chains.get(card)).toEqual(chain)
  })

  it('folds again what was unfolded first, and says so, where no more fits', () => {
    const all = [...fold().groups.keys()]
    const parts = fold(manyNodes(1000), { open: all })
      .rings.slice(1)
      .flatMap(ring => ring.units)
    const { rings, foldedAgain } = fold(manyNodes(1000), { open: [...all, ...parts] })
    expect(rings.flatMap(ring => ring.units).length).toBeLessThanOrEqual(110)
    expect(foldedAgain).toBeGreaterThan(0)
    expect(rings.at(-1)?.group?.id).toBe(parts.at(-1))
  })

  it('is the same object while no card comes or goes', () => {
    const first = fold()
    const changed = manyNodes(1000, 20, at => ({ readAt: null, missed: at }))
    expect(foldOverlay(changed, VIEW, first)).toBe(first)
  })

  it('keeps every ring small, whatever the names, tags and addresses', () => {
    const name = fc.stringMatching(/^[a-z]{1,4}[0-9]{0,3}$/)
    const names = fc.uniqueArray(name, { minLength: 49, maxLength: 400, size: 'max' })
    const by = fc.constantFrom('tag', 'subnet', 'name', 'vni', null)
    fc.assert(
      fc.property(names, by, (all, how) => {
        const nodes = all.map((one, at) => aNode(one, { tags: at % 3 === 0 ? [`t${at % 50}`] : [] }))
        const view = { ...VIEW, by: how }
        const made = foldOverlay({ ...manyNodes(0), nodes }, { ...view, wanted: [`node:${all[0]}`] })
        expect(made?.rings.every(ring => ring.units.length <= RING + 3)).toBe(true)
        expect(made?.chains.get(`node:${all[0]}`)?.at(-1)).toBe(`node:${all[0]}`)
        expect(made?.chains.size).toBe(all.length)
      }),
      { numRuns: 60, seed: 4 },
    )
  })
})

describe('unitsBetween', () => {
  it('draws a tunnel between the two that stand side by side', () => {
    const made = fold(manyNodes(1000), { wanted: ['node:node0300'] })
    expect(unitsBetween(made, 'node:node0300', 'node:node0900')).toEqual([
      'fold:subnet=10.64.1.0/24',
      'fold:subnet=10.64.3.0/24',
    ])
    expect(unitsBetween(made, 'node:node0300', 'node:node0281')).toEqual(['node:node0300', 'node:node0281'])
    expect(unitsBetween(made, 'node:node0800', 'node:node0900')).toBeNull()
  })
})
