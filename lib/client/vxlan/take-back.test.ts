import { describe, expect, it } from 'vitest'
import type { ApplyState } from '@/lib/model/apply'
import { parseChange } from '@/lib/model/change'
import type { Expect, PlanNode } from '@/lib/model/plan'
import { takeBack } from './take-back'
import { heliumOptions, linuxOptions } from './testing'

const DEVICE: Expect = {
  ...{ exists: true, ifname: 'vxlan100', vni: 100, group: '239.1.1.100', remote: null, flood: [], link: 'eth1' },
  ...{ local: null, port: 8472, mtu: 1450, ttl: 0, learning: true, addresses: ['10.100.0.1/24'], master: null },
  ...{ alias: null, up: true },
}
const NONE: Expect = { exists: false, ifname: 'vxlan100' }

const back = (action: PlanNode['action'], before: Expect, expected: Expect, state: ApplyState = 'kept') => {
  const node: PlanNode = {
    ...{ node: 'n1', action, name: 'vxlan100', method: 'linux', persist: 'none', commands: [], undo: [] },
    ...{ expect: expected, before, basis: '', diff: '', warnings: [] },
  }
  const plan = { digest: '', expiresAt: '', nodes: [node], offers: [] }
  const nodes = [{ node: 'n1', state, steps: [], failure: null }]
  return takeBack({ plan, nodes }, new Map([['n1', linuxOptions('n1', '10.0.2.1')]]))
}

describe('takeBack', () => {
  it('removes what was made', () => {
    expect(back('create', NONE, DEVICE)).toEqual({
      nodes: [{ node: 'n1', action: 'delete', name: 'vxlan100', vni: 100, persist: 'none' }],
      left: [],
    })
  })

  it('makes again what was removed, without what is so by itself', () => {
    const before = { ...DEVICE, ttl: 9, alias: 'to site B' }
    expect(back('delete', before, NONE)?.nodes).toEqual([
      {
        ...{ node: 'n1', action: 'create', name: 'vxlan100', vni: 100, persist: 'none' },
        ...{ group: '239.1.1.100', link: 'eth1', port: 8472, mtu: 1450, addresses: ['10.100.0.1/24'] },
        ...{ ttl: 9, description: 'to site B' },
      },
    ])
  })

  it('names of what was changed that alone, as it was', () => {
    const made = { ...DEVICE, group: null, flood: ['10.0.2.9'], mtu: 1400, master: 'br0', alias: 'x' }
    expect(back('update', DEVICE, made)).toEqual({
      nodes: [
        {
          ...{ node: 'n1', action: 'update', name: 'vxlan100', vni: 100, persist: 'none' },
          ...{ group: '239.1.1.100', mtu: 1450, bridge: '', description: '' },
        },
      ],
      left: [],
    })
    expect(back('update', made, DEVICE)?.nodes[0]).toMatchObject({ remotes: ['10.0.2.9'], mtu: 1400, bridge: 'br0' })
  })

  it('says what had no value before, and stays', () => {
    expect(back('update', DEVICE, { ...DEVICE, local: '10.0.2.1', mtu: 1400 })).toMatchObject({
      nodes: [{ mtu: 1450 }],
      left: [{ node: 'n1', fields: ['local'] }],
    })
  })

  it('names nothing that a node has no setting for', () => {
    const options = new Map([['n1', heliumOptions('n1', '10.0.2.1')]])
    const plan = { node: 'n1', action: 'delete', name: 'vxlan100', method: 'vyos1.1', persist: 'vyos' } as const
    const node: PlanNode = {
      ...{ ...plan, commands: [], undo: [], basis: '', diff: '', warnings: [] },
      ...{ before: { ...DEVICE, ttl: 9, alias: undefined }, expect: NONE },
      undo: [
        'set interfaces vxlan vxlan100 vni 100',
        "set interfaces vxlan vxlan100 description 'to site B'",
        'commit',
      ],
    }
    const nodes = [{ node: 'n1', state: 'kept' as const, steps: [], failure: null }]
    const taken = takeBack({ plan: { digest: '', expiresAt: '', nodes: [node], offers: [] }, nodes }, options)
    expect(Object.keys(taken?.nodes[0] ?? {})).not.toEqual(expect.arrayContaining(['port']))
    expect(taken?.nodes[0]).not.toHaveProperty('ttl')
    expect(taken?.nodes[0]).toHaveProperty('description', 'to site B')
    expect(parseChange({ nodes: taken?.nodes }).ok).toBe(true)
  })

  it('gives nothing where nothing was kept, or nothing is known of the node', () => {
    expect(back('create', NONE, DEVICE, 'undone')).toBeNull()
    const plan = { digest: '', expiresAt: '', nodes: [], offers: [] }
    expect(takeBack({ plan, nodes: [] }, new Map())).toBeNull()
  })
})
