import { describe, expect, it } from 'vitest'
import { aBridge, aLink, anEntry, anUnderlay, aVxlanLink } from '@/lib/overlay/testing'
import { type ChangeFacts, type NodeFacts, UNKNOWN_SYSTEM } from './facts'
import { planChange } from './plan'
import {
  aCreate,
  changeOf,
  factsOf,
  gone,
  linuxFacts,
  OPTIONS,
  planOf,
  refusedOf,
  someLinks,
  update,
  vxlan100,
  vyosFacts,
  withDevice,
} from './testing'

describe('refused on any node', () => {
  it.each([
    ['a name that is taken', aCreate({ name: 'br0' }), 'name: br0 is there already: a bridge device'],
    ['an underlay that is not there', aCreate({ link: 'eth9' }), 'link: there is no eth9 on this node'],
    ['an underlay that is down', aCreate({ link: 'eth2' }), 'link: eth2 is down: bring it up first'],
    [
      'families mixed',
      aCreate({ local: '2001:db8::1' }),
      'local: IPv4 and IPv6 can not be mixed: group, remotes and local must be of one family',
    ],
    [
      'an MTU that the underlay does not carry',
      aCreate({ mtu: 1451 }),
      'mtu: eth1 has 1500, less 50 bytes that VXLAN adds: at most 1450',
    ],
    [
      '70 bytes over IPv6',
      aCreate({ group: 'ff05::100', mtu: 1450 }),
      'mtu: eth1 has 1500, less 70 bytes that VXLAN adds: at most 1430',
    ],
    [
      'the path we reach it by',
      aCreate({ addresses: ['192.0.0.7/16'] }),
      'addresses: 192.0.0.7/16 covers the path by which we reach this node: it would be lost to us',
    ],
    [
      'our own address',
      aCreate({ addresses: ['192.0.2.77/28', '10.100.0.1/24'] }),
      'addresses: 192.0.2.77/28 covers the path by which we reach this node: it would be lost to us',
    ],
    [
      "a network's address",
      aCreate({ addresses: ['10.100.0.0/24'] }),
      "addresses: 10.100.0.0/24 is a network's own address, or its broadcast",
    ],
    ['a bridge that is none', aCreate({ bridge: 'eth1', addresses: [] }), 'bridge: eth1 is no bridge'],
    [
      'VyOS persistence',
      aCreate({ persist: 'vyos' }),
      'persist: this node is not VyOS: take netplan, networkd or none',
    ],
  ])('%s', (_, change, message) => {
    expect(refusedOf(change, linuxFacts())).toContain(message)
  })

  it('a group without an underlay device', () => {
    const { link: _, ...bare } = aCreate()
    expect(refusedOf(bare, linuxFacts())).toEqual(['link: a group needs an underlay device to send by'])
  })

  it('the VNI, port and family of another device', () => {
    expect(refusedOf(aCreate({ name: 'other' }), withDevice)).toEqual([
      'vni: vxlan100 has VNI 100 on port 4789 already',
    ])
    expect(refusedOf(aCreate({ name: 'other', port: 8472, addresses: [] }), withDevice)).toEqual([])
  })

  it('a port that an external device has', () => {
    const facts = linuxFacts(someLinks(aVxlanLink('vxlan0', { vni: null, external: true, port: 4789 })))
    expect(refusedOf(aCreate(), facts)).toEqual(['port: vxlan0 takes everything that comes to port 4789 (external)'])
  })

  it.each([
    ['is not there', { ...gone, name: 'vxlan9' }, 'name: there is no vxlan9'],
    ['is another kind of device', { ...gone, name: 'eth1' }, 'name: eth1 is no VXLAN device'],
    [
      'has another VNI',
      { ...gone, vni: 7 },
      'vni: vxlan100 has VNI 100; another VNI is another device: delete this one and create that',
    ],
  ])('a delete of what %s', (_, change, message) => {
    expect(refusedOf(change, withDevice)).toEqual([message])
  })

  it('a delete of what others stand on', () => {
    const facts = linuxFacts(someLinks(vxlan100, aLink('vxlan100.7', { link: 'vxlan100', kind: 'vlan' })))
    expect(refusedOf(gone, facts)).toEqual(['name: vxlan100.7 stands on vxlan100 and would go with it'])
  })

  it('a delete of what we reach the node over', () => {
    const facts = linuxFacts(someLinks(vxlan100), {
      path: { client: '10.100.0.9', server: '10.100.0.1', dev: 'vxlan100' },
    })
    expect(refusedOf(gone, facts)).toEqual(['name: we reach this node over vxlan100'])
  })

  it('a change of nothing', () => {
    expect(refusedOf(update({ mtu: 1450 }), withDevice)).toEqual([
      ': vxlan100 is as asked for already: there is nothing to change',
    ])
  })

  it('an address that one change gives to two nodes', () => {
    const change = changeOf(aCreate(), aCreate({ node: 'n2' }))
    const plan = planChange(change, factsOf({ n1: linuxFacts(), n2: linuxFacts() }), OPTIONS)
    expect(plan.ok ? [] : plan.error.fields.map(({ node, field }) => `${node} ${field}`)).toEqual([
      'n1 addresses',
      'n2 addresses',
    ])
  })

  const nodeProblem = (facts: ChangeFacts) => {
    const plan = planChange(changeOf(aCreate()), facts, OPTIONS)
    const [problem] = plan.ok ? [] : plan.error.fields
    return problem && [problem.field, problem.message]
  }

  it('a node that could not be read', () => {
    const facts = factsOf({ n1: { reading: null, system: UNKNOWN_SYSTEM } })
    expect(nodeProblem(facts)).toEqual(['node', expect.stringMatching(/^this node could not be read/)])
  })

  it('a node that the inventory does not have, and which it has', () => {
    expect(nodeProblem(factsOf({}))).toEqual(['node', 'the inventory has no such node; it has none'])
    const known = factsOf({ n2: linuxFacts(), n3: linuxFacts() })
    expect(nodeProblem(known)).toEqual(['node', 'the inventory has no such node; it has n2, n3'])
  })
})

describe('warned of', () => {
  const warningsOf = (over: object, other: object, link: object = {}) => {
    const n2 = linuxFacts([
      anUnderlay('eth1', '10.0.2.2'),
      aVxlanLink('vxlan100', { vni: 100, group: '239.1.1.100', port: 4789, ...other }, { link: 'eth1', ...link }),
    ])
    const plan = planChange(changeOf({ ...aCreate(), ...over }), factsOf({ n1: linuxFacts(), n2 }), OPTIONS)
    return plan.ok ? (plan.value.nodes[0]?.warnings ?? []).map(({ field, message }) => `${field}: ${message}`) : []
  }
  const always = 'persist: at run time alone: gone after a restart'

  it('nothing of ports, where one end can have but one and the other was not told which', () => {
    const nodes = ['a', 'b'].map(node => ({
      node,
      action: 'create',
      name: 'vxlan100',
      vni: 100,
      group: '239.1.1.100',
      link: 'eth1',
    }))
    const facts = factsOf({ a: linuxFacts(), b: vyosFacts('VyOS 1.1.1') })
    const plan = planChange(changeOf(...nodes), facts, OPTIONS)
    expect(plan.ok && plan.value.nodes.map(({ expect: { port } }) => port)).toEqual([8472, 8472])
  })

  it('nothing else, where all agree', () => {
    expect(warningsOf({}, {})).toEqual([always])
  })
  it.each([
    [
      'another port',
      { port: 8472 },
      {},
      'port: vxlan100 of n2 is on port 8472: ends on different ports never hear each other',
    ],
    ['another group', { group: '239.9.9.9' }, {}, 'group: VNI 100 has 239.9.9.9 on vxlan100 of n2'],
    ['another MTU', {}, { mtu: 1400 }, 'mtu: vxlan100 of n2 has 1400'],
    [
      'an address that is taken',
      {},
      { addresses: [{ address: '10.100.0.1', prefixlen: 24, scope: 'global' }] },
      'addresses: 10.100.0.1 is on vxlan100 of n2 already',
    ],
  ])('%s', (_, vxlan, link, message) => {
    expect(warningsOf({ mtu: 1450 }, vxlan, link)).toEqual(expect.arrayContaining([message]))
  })

  it('a device that nothing would use', () => {
    const message = 'vxlan100 carries nothing until it has an address or is put into a bridge'
    const warnings = (over: object) => planOf(aCreate(over), linuxFacts()).warnings
    expect(warnings({ addresses: [] })).toContainEqual({ field: 'addresses', message })
    expect(warnings({ addresses: ['fe80::1/64'] })).toContainEqual({ field: 'addresses', message })
    expect(warnings({ addresses: [], bridge: 'br0' })).not.toContainEqual({ field: 'addresses', message })
  })

  it('learned MACs that are lost, and come back only where the device does', () => {
    const ofMacs = (change: Record<string, unknown>) =>
      planOf(change, withDevice).warnings.filter(({ message }) => message.includes('learned MAC'))
    expect(ofMacs(gone)).toEqual([{ field: null, message: '1 learned MAC of vxlan100 is lost' }])
    expect(ofMacs(update({ port: 8472 }))).toEqual([
      { field: null, message: '1 learned MAC of vxlan100 is lost, to be learned again from traffic' },
    ])
  })

  it('an underlay with no address', () => {
    const links = someLinks().map(link => (link.ifname === 'eth1' ? { ...link, addresses: [] } : link))
    expect(planOf(aCreate(), linuxFacts(links)).warnings).toContainEqual({
      field: 'link',
      message: 'eth1 has no IPv4 address to send from',
    })
  })
})

describe('the digest', () => {
  const digest = (facts = withDevice, change: object = update({ mtu: 1400 })) => {
    const plan = planChange(changeOf({ ...change }), factsOf({ n1: facts }), OPTIONS)
    return plan.ok ? plan.value.digest : ''
  }
  const reading = withDevice.reading
  const withLinks = (change: (ifname: string) => object) =>
    reading && {
      ...withDevice,
      reading: { ...reading, links: reading.links.map(link => ({ ...link, ...change(link.ifname) })) },
    }

  it('is the same while the node is as it was, whatever it learns', () => {
    const learned = reading && {
      ...withDevice,
      reading: { ...reading, fdb: [...reading.fdb, anEntry('02:00:00:00:00:09', '10.0.2.9', { ifname: 'vxlan100' })] },
    }
    expect(learned && digest(learned)).toBe(digest())
  })
  it.each([
    ['the device', (name: string) => (name === 'vxlan100' ? { mtu: 1300 } : {})],
    ['its underlay', (name: string) => (name === 'eth1' ? { mtu: 9000 } : {})],
  ])('is another when %s is', (_, change) => {
    const changed = withLinks(change)
    expect(changed && digest(changed)).not.toBe(digest())
  })
})

it('says of a VLAN that it is not read back, and what its undo leaves', () => {
  const vlanNotes = (node: Record<string, unknown>, facts: NodeFacts) =>
    planOf(node, facts).warnings.flatMap(({ field, message }) => (field === 'vlan' ? [message] : []))
  const bridge = { ...aBridge('br7', true), up: true }
  const made = vlanNotes(aCreate({ bridge: 'br7', vlan: 10, addresses: [] }), linuxFacts(someLinks(bridge)))
  expect(made).toEqual(['this is not read back: bridge vlan show dev vxlan100 tells'])
  const port = linuxFacts(someLinks(bridge, { ...vxlan100, master: 'br7' }))
  expect(vlanNotes(update({ vlan: 10 }), port)).toEqual([
    'this is not read back, and the undo does not bring back the VLANs it is in now: bridge vlan show dev vxlan100 tells',
  ])
  expect(vlanNotes(update({ mtu: 1400 }), port)).toEqual([])
})

it('knows a bridge by its kind', () => {
  const facts = linuxFacts(someLinks({ ...aBridge('br7', false), up: true }))
  expect(refusedOf(aCreate({ bridge: 'br7', vlan: 10, addresses: [] }), facts)).toEqual([
    'vlan: br7 takes no notice of VLANs (vlan_filtering 0)',
  ])
})
