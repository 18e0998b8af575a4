import { describe, expect, it } from 'vitest'
import type { Reading } from '@/lib/model/reading'
import { aFloodEntry, anUnderlay, aReading, aVxlanLink } from '@/lib/overlay/testing'
import { planChange } from './plan'
import { aCreate, changeOf, factsOf, linuxFacts, OPTIONS, VYOS_RELEASES, vyosFacts } from './testing'

/** A node at 10.0.2.NUMBER whose vxlan100 floods to these. */
const anEnd = (number: number, floods: string[], over: Partial<Reading['fdb'][number]> = {}) => {
  const links = [
    anUnderlay('eth1', `10.0.2.${number}`),
    aVxlanLink('vxlan100', { vni: 100, group: null, port: 4789 }, { link: 'eth1' }),
  ]
  const fdb = floods.map(dst => aFloodEntry(dst, { ifname: 'vxlan100', ...over }))
  return { links, fdb }
}
const onLinux = (number: number, floods: string[], over?: Partial<Reading['fdb'][number]>) => {
  const { links, fdb } = anEnd(number, floods, over)
  return linuxFacts(links, {}, { fdb })
}
const onVyos = (os: string, number: number, floods: string[]) => {
  const { links, fdb } = anEnd(number, floods)
  const facts = vyosFacts(os, links)
  return { ...facts, reading: { ...(facts.reading ?? aReading()), fdb } }
}

/** n1, which is 10.0.2.1, gets an end of VNI 100. */
const stretch = (others: Parameters<typeof factsOf>[0], over: object = {}, ...more: Record<string, unknown>[]) => {
  const create = { ...aCreate(), group: undefined, remotes: ['10.0.2.2'], ...over }
  const plan = planChange(changeOf(create, ...more), factsOf({ n1: linuxFacts(), ...others }), OPTIONS)
  if (!plan.ok) throw new Error(JSON.stringify(plan.error.fields))
  const { nodes, offers } = plan.value
  const warnings = nodes[0]?.warnings.filter(({ field }) => field === 'remotes' || field === 'local') ?? []
  return { offers, warnings: warnings.map(({ message }) => message) }
}

describe('in a VNI without a group a new end', () => {
  it('is offered to the other ends, with what they flood to already', () => {
    const { offers, warnings } = stretch({ n2: onLinux(2, ['10.0.2.3']), n3: onLinux(3, ['10.0.2.2']) })
    expect(offers).toEqual([
      { node: 'n2', action: 'update', name: 'vxlan100', vni: 100, remotes: ['10.0.2.3', '10.0.2.1'] },
      { node: 'n3', action: 'update', name: 'vxlan100', vni: 100, remotes: ['10.0.2.2', '10.0.2.1'] },
    ])
    expect(warnings).toEqual([
      'vxlan100 of n2, vxlan100 of n3 do not flood to 10.0.2.1 yet: the plan offers to change that too',
    ])
  })

  it('is no matter once the offers are in the change, and they are planned as entries of their devices', () => {
    const others = { n2: onLinux(2, ['10.0.2.3']) }
    const { offers } = stretch(others)
    expect(stretch(others, {}, ...offers)).toEqual({ offers: [], warnings: [] })
    const all = changeOf({ ...aCreate(), group: undefined, remotes: ['10.0.2.2'] }, ...offers)
    const plan = planChange(all, factsOf({ n1: linuxFacts(), ...others }), OPTIONS)
    expect(plan.ok && plan.value.nodes[1]?.commands).toEqual([
      'bridge fdb append 00:00:00:00:00:00 dev vxlan100 dst 10.0.2.1',
    ])
  })

  it('is no matter where they flood to it, or where there is a group', () => {
    expect(stretch({ n2: onLinux(2, ['10.0.2.1']) })).toEqual({ offers: [], warnings: [] })
    expect(stretch({ n2: onLinux(2, ['10.0.2.3']) }, { group: '239.1.1.100', remotes: undefined }).offers).toEqual([])
  })

  it('is told by its own address where it has one', () => {
    const { offers } = stretch({ n2: onLinux(2, []) }, { local: '192.0.2.1' })
    expect(offers).toMatchObject([{ node: 'n2', remotes: ['192.0.2.1'] }])
  })

  it('makes one change of each other end, also where there are two of them', () => {
    const n4 = linuxFacts([anUnderlay('eth0', '192.0.2.4'), anUnderlay('eth1', '10.0.2.4')])
    const second = { ...aCreate({ node: 'n4', addresses: [] }), group: undefined, remotes: ['10.0.2.1', '10.0.2.2'] }
    const { offers, warnings } = stretch({ n2: onLinux(2, []), n4 }, {}, second)
    expect(offers).toMatchObject([{ node: 'n2', remotes: ['10.0.2.1', '10.0.2.4'] }])
    expect(warnings).toHaveLength(1)
    expect(stretch({ n2: onLinux(2, []), n4 }, {}, { ...second, remotes: ['10.0.2.2'] }).warnings).toContain(
      'vxlan100 of n4 will not flood to 10.0.2.1: this change does not name it there',
    )
  })

  it.each([
    ['VyOS 1.2 takes one remote, and it has 10.0.2.3', onVyos(VYOS_RELEASES.crux, 2, ['10.0.2.3'])],
    ['VyOS 1.1.1 has no remote; it came with 1.1.2', onVyos('VyOS 1.1.1', 2, [])],
    [
      'its flood list comes from a control plane (EVPN), which must announce the new end',
      onLinux(2, ['10.0.2.3'], { flags: ['extern_learn'] }),
    ],
  ])('can not always be told to them: %s', (why, n2) => {
    expect(stretch({ n2 })).toEqual({ offers: [], warnings: [`vxlan100 of n2 will not flood to 10.0.2.1: ${why}`] })
  })

  it('is told to a release of VyOS that takes one remote while it has none', () => {
    expect(stretch({ n2: onVyos(VYOS_RELEASES.crux, 2, []) }).offers).toMatchObject([{ remotes: ['10.0.2.1'] }])
    expect(stretch({ n2: onVyos(VYOS_RELEASES.equuleus, 2, ['10.0.2.3']) }).offers).toHaveLength(1)
  })
})
