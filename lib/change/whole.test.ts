import { describe, expect, it } from 'vitest'
import { aFloodEntry, anUnderlay, aReading } from '@/lib/overlay/testing'
import { aCreate, linuxFacts, planOf, vxlan100 } from './testing'
import { compareOverlay } from './whole'

const planFor = (node: string, over: object = {}) => ({ ...planOf(aCreate(over), linuxFacts()), node })
const readingOf = (address: string, ...floods: string[]) =>
  aReading({
    links: [anUnderlay('eth1', address), vxlan100],
    fdb: floods.map(dst => aFloodEntry(dst, { ifname: 'vxlan100' })),
  })
const { group: _, ...bare } = aCreate({ addresses: [] })
const toEachOther = [
  { ...planOf({ ...bare, remotes: ['10.0.2.2'] }, linuxFacts()), node: 'a' },
  { ...planOf({ ...bare, remotes: ['10.0.2.7'] }, linuxFacts()), node: 'b' },
]

describe('an overlay is whole', () => {
  it('when each end has its group', () => {
    const readings = new Map([
      ['a', readingOf('10.0.2.7', '239.1.1.100')],
      ['b', readingOf('10.0.2.2', '239.1.1.100')],
    ])
    expect(compareOverlay([planFor('a'), planFor('b')], readings)).toEqual([])
  })

  it('not when one end has no entry for it: both are told', () => {
    const readings = new Map([
      ['a', readingOf('10.0.2.7', '239.1.1.100')],
      ['b', readingOf('10.0.2.2')],
    ])
    expect(compareOverlay([planFor('a'), planFor('b')], readings)).toEqual([
      { node: 'a', message: 'b does not flood to it: no entry for 239.1.1.100' },
      { node: 'b', message: 'vxlan100 has no flood entry for 239.1.1.100' },
    ])
  })

  it('when two ends flood to each other', () => {
    const readings = new Map([
      ['a', readingOf('10.0.2.7', '10.0.2.2')],
      ['b', readingOf('10.0.2.2', '10.0.2.7')],
    ])
    expect(compareOverlay(toEachOther, readings)).toEqual([])
  })

  it('not when the other end does not flood to one', () => {
    const readings = new Map([
      ['a', readingOf('10.0.2.7', '10.0.2.2')],
      ['b', readingOf('10.0.2.2')],
    ])
    expect(compareOverlay(toEachOther, readings)).toContainEqual({
      node: 'a',
      message: 'b does not flood to it: no entry for 10.0.2.7',
    })
  })

  it('not when two ends are on different ports', () => {
    const a = readingOf('10.0.2.7', '239.1.1.100')
    const b = readingOf('10.0.2.2', '239.1.1.100')
    const links = b.links.map(link => (link.vxlan ? { ...link, vxlan: { ...link.vxlan, port: 8472 } } : link))
    const readings = new Map([
      ['a', a],
      ['b', { ...b, links }],
    ])
    expect(compareOverlay([planFor('a'), planFor('b')], readings)).toEqual([
      { node: 'a', message: 'it is on port 4789, b on 8472: they never hear each other' },
      { node: 'b', message: 'it is on port 8472, a on 4789: they never hear each other' },
    ])
  })

  it('not when its underlay went down since the change began', () => {
    const up = readingOf('10.0.2.7', '239.1.1.100')
    const links = up.links.map(link => (link.ifname === 'eth1' ? { ...link, operstate: 'DOWN' } : link))
    const [was, is] = [new Map([['a', up]]), new Map([['a', { ...up, links }]])]
    expect(compareOverlay([planFor('a')], is, was)).toEqual([{ node: 'a', message: 'its underlay eth1 is down' }])
    expect(compareOverlay([planFor('a')], is, is)).toEqual([])
  })

  it('not when a node can not be read', () => {
    expect(compareOverlay([planFor('a')], new Map())).toEqual([{ node: 'a', message: 'it could not be read' }])
  })

  it('lacks nothing where the device goes', () => {
    const gone = { ...planFor('a'), expect: { exists: false, ifname: 'vxlan100' } }
    expect(compareOverlay([gone], new Map())).toEqual([])
  })
})
