import { describe, expect, it } from 'vitest'
import { parseChange } from '@/lib/model/change'
import { aBridge, aFloodEntry, aLink, anEntry, anUnderlay, aVxlanLink } from '@/lib/overlay/testing'
import { planChange } from './plan'
import {
  aCreate,
  changeOf,
  factsOf,
  linuxFacts,
  OPTIONS,
  overlayOf,
  planOf,
  refusedOf,
  someLinks,
  VYOS_RELEASES,
  vyosFacts,
} from './testing'

const vxlan100 = aVxlanLink(
  'vxlan100',
  { vni: 100, group: '239.1.1.100', port: 4789, ttl: 16 },
  {
    link: 'eth1',
    mac: '02:00:00:00:00:64',
    evidence: 'vxlan id 100 group 239.1.1.100 dev eth1 srcport 0 0 dstport 4789 ttl 16 ageing 300',
  },
)
const update = (over: object) => ({ node: 'n1', action: 'update', name: 'vxlan100', vni: 100, ...over })
const gone = { node: 'n1', action: 'delete', name: 'vxlan100', vni: 100 }
const withDevice = linuxFacts(
  someLinks({ ...vxlan100, addresses: [{ address: '10.100.0.1', prefixlen: 24, scope: 'global' }] }),
  {},
  {
    fdb: [
      aFloodEntry('239.1.1.100', { ifname: 'vxlan100', via: 'eth1' }),
      anEntry('02:00:00:00:00:01', '10.0.2.254', { ifname: 'vxlan100' }),
      anEntry('02:00:00:00:00:02', '10.0.2.254', { ifname: 'vxlan100', state: 'permanent' }),
    ],
  },
)

describe('a new device on Linux', () => {
  it('is made, filled and brought up, in this order', () => {
    const { commands, undo } = planOf(
      aCreate({ ttl: 16, tos: 16, df: 'set', learning: false, ageing: 60 }),
      linuxFacts(),
    )
    expect(commands).toEqual([
      'ip link add name vxlan100 type vxlan id 100 group 239.1.1.100 dev eth1 dstport 4789 ttl 16 tos 0x10 df set nolearning ageing 60',
      'ip link set dev vxlan100 mtu 1450',
      'ip addr add 10.100.0.1/24 dev vxlan100',
      'ip link set dev vxlan100 up',
    ])
    expect(undo).toEqual(['ip link delete dev vxlan100'])
  })

  it('has one remote in itself, and several in its flood list', () => {
    const { group: _, ...bare } = aCreate({ addresses: [] })
    expect(planOf({ ...bare, remotes: ['10.0.2.254'] }, linuxFacts()).commands[0]).toContain(' remote 10.0.2.254 ')
    const { commands, expect: expected } = planOf({ ...bare, remotes: ['10.0.2.254', '10.0.2.253'] }, linuxFacts())
    expect(commands).toContain('bridge fdb append 00:00:00:00:00:00 dev vxlan100 dst 10.0.2.253')
    expect(expected).toMatchObject({ remote: null, flood: ['10.0.2.253', '10.0.2.254'] })
  })

  it('goes under sudo for an ordinary user', () => {
    const { commands } = planOf(aCreate(), linuxFacts(someLinks(), { root: false }))
    expect(commands.every(command => command.startsWith('sudo -n ip '))).toBe(true)
  })

  it('loads the module first on an old kernel', () => {
    const old = linuxFacts()
    if (old.reading) old.reading.profile.kernel = '3.13.0-24-generic'
    expect(planOf(aCreate(), old).commands[0]).toBe('modprobe vxlan')
  })

  it('takes port and MTU as the other ends have them', () => {
    const { group: _group, port: _port, ...bare } = aCreate()
    const other = linuxFacts([
      anUnderlay('eth1', '10.0.2.2'),
      aVxlanLink('vxlan100', { vni: 100, port: 8472 }, { link: 'eth1', mtu: 1400 }),
    ])
    const plan = planChange(
      changeOf({ ...bare, remotes: ['10.0.2.2'] }),
      factsOf({ n1: linuxFacts(), n2: other }),
      OPTIONS,
    )
    expect(plan.ok && plan.value.nodes[0]?.expect).toMatchObject({ port: 8472, mtu: 1400 })
  })
})

describe('a change of a device on Linux', () => {
  it('in place says what differs and no more', () => {
    const { commands, undo } = planOf(update({ mtu: 1400, addresses: ['10.100.0.2/24'] }), withDevice)
    expect(commands).toEqual([
      'ip link set dev vxlan100 mtu 1400',
      'ip addr del 10.100.0.1/24 dev vxlan100',
      'ip addr add 10.100.0.2/24 dev vxlan100',
    ])
    expect(undo).toEqual([
      'ip link set dev vxlan100 mtu 1450',
      'ip addr del 10.100.0.2/24 dev vxlan100',
      'ip addr add 10.100.0.1/24 dev vxlan100',
    ])
  })

  it('that the kernel does not take makes it anew, with its MAC and the entries put there by hand', () => {
    const { commands, undo, warnings } = planOf(update({ port: 8472 }), withDevice)
    expect(commands.slice(0, 2)).toEqual([
      'ip link delete dev vxlan100',
      'ip link add name vxlan100 address 02:00:00:00:00:64 type vxlan id 100 group 239.1.1.100 dev eth1 dstport 8472 ttl 16 ageing 300'.replace(
        ' ageing 300',
        '',
      ),
    ])
    expect(commands).toContain('bridge fdb replace 02:00:00:00:00:02 dev vxlan100 dst 10.0.2.254 self permanent')
    expect(undo).toContain('bridge fdb replace 02:00:00:00:00:02 dev vxlan100 dst 10.0.2.254 self permanent')
    expect(warnings.map(({ message }) => message).join('\n')).toMatch(
      /deleted and made anew[\s\S]*1 learned MAC of vxlan100/,
    )
  })

  it('on an old kernel makes it anew for a TTL too', () => {
    const old = {
      ...withDevice,
      reading: withDevice.reading && {
        ...withDevice.reading,
        profile: { ...withDevice.reading.profile, kernel: '4.4.0' },
      },
    }
    expect(planOf(update({ ttl: 32 }), old).commands[0]).toBe('ip link delete dev vxlan100')
    expect(planOf(update({ ttl: 32 }), withDevice).commands).toEqual(['ip link set dev vxlan100 type vxlan ttl 32'])
  })

  it('is refused where options would be lost that nothing here knows', () => {
    const odd = linuxFacts(someLinks({ ...vxlan100, evidence: `${vxlan100.evidence} frobnicate` }))
    expect(refusedOf(update({ port: 8472 }), odd)).toEqual([
      'name: vxlan100 has options that are not known here and would be lost: frobnicate',
    ])
  })

  it('carries over options that a change has no field for', () => {
    const more = linuxFacts(someLinks({ ...vxlan100, evidence: `${vxlan100.evidence} srcport 4000 5000 proxy gbp` }))
    expect(planOf(update({ port: 8472 }), more).commands[1]).toMatch(/ srcport 4000 5000 proxy gbp$/)
  })

  it('is undone, when deleted, by making it as it was', () => {
    const { commands, undo, expect: expected, before } = planOf(gone, withDevice)
    expect(commands).toEqual(['ip link delete dev vxlan100'])
    expect(undo.at(0)).toMatch(/^ip link add name vxlan100 address 02:00:00:00:00:64 /)
    expect([expected.exists, before.exists]).toEqual([false, true])
  })
})

describe('what a node itself tells', () => {
  it("of 2014, without a destination port, is deleted and made again on the kernel's own port", () => {
    const evidence = 'vxlan id 42 group 239.1.1.1 dev eth1 port 32768 61000 ttl 16 ageing 300'
    const old = aVxlanLink('vxlan0', { vni: 42, group: '239.1.1.1', port: null, ttl: 16 }, { link: 'eth1', evidence })
    const change = { node: 'n1', action: 'delete', name: 'vxlan0', vni: 42 }
    expect(planOf(change, vyosFacts('VyOS 1.1.1', someLinks(old))).commands).toEqual([
      'delete interfaces vxlan vxlan0',
      'commit',
      'save',
    ])
    const { undo, warnings } = planOf(change, linuxFacts(someLinks(old)))
    expect(undo[0]).toBe('ip link add name vxlan0 type vxlan id 42 group 239.1.1.1 dev eth1 dstport 8472 ttl 16')
    expect(warnings.map(({ message }) => message).join()).not.toContain('not known here')
  })

  it('never ends a quote, nor a line of a file', () => {
    const hostile = { ...vxlan100, alias: "x'; touch pwned; '\nnetwork: {}" }
    const vyos = planOf(gone, vyosFacts(VYOS_RELEASES.sagitta, someLinks(hostile)))
    expect(vyos.undo.join('\n')).toContain(String.raw`description 'x'\''; touch pwned; '\''`)
    const netplan = planOf(
      update({ mtu: 1400, persist: 'netplan' }),
      linuxFacts(someLinks(hostile), { netplan: '0.106' }),
    )
    expect(netplan.commands[0]).not.toContain('\n')
  })

  it('that its underlay is down stands in the way of what stands on it alone', () => {
    const down = linuxFacts(someLinks(vxlan100).map(link => (link.ifname === 'eth1' ? { ...link, up: false } : link)))
    expect(refusedOf(update({ description: 'blue' }), down)).toEqual([])
    expect(refusedOf(update({ port: 8472 }), down)).toEqual(['link: eth1 is down: bring it up first'])
  })

  it('that is no address does no harm', () => {
    const odd = aLink('odd', { addresses: [{ address: 'x', prefixlen: 999, scope: null }] })
    expect(refusedOf(aCreate(), linuxFacts(someLinks(odd)))).toEqual([])
  })
})

describe('VyOS', () => {
  it.each([
    ['helium', ['vni 100', 'link eth1', 'group 239.1.1.100', 'mtu 1450', 'address 10.100.0.1/24'], 8472],
    [
      'crux',
      ['vni 100', 'link eth1', 'group 239.1.1.100', 'remote-port 4789', 'mtu 1450', 'address 10.100.0.1/24'],
      4789,
    ],
    [
      'equuleus',
      ['vni 100', 'source-interface eth1', 'group 239.1.1.100', 'port 4789', 'mtu 1450', 'address 10.100.0.1/24'],
      4789,
    ],
    [
      'sagitta',
      ['vni 100', 'source-interface eth1', 'group 239.1.1.100', 'port 4789', 'mtu 1450', 'address 10.100.0.1/24'],
      4789,
    ],
  ] as const)('%s is told in its own words', (release, leaves, port) => {
    const { commands, undo } = planOf(aCreate({ port }), vyosFacts(VYOS_RELEASES[release]))
    expect(commands).toEqual([...leaves.map(leaf => `set interfaces vxlan vxlan100 ${leaf}`), 'commit', 'save'])
    expect(undo).toEqual(['delete interfaces vxlan vxlan100', 'commit', 'save'])
  })

  it('is told apart by the leaves it has, before its name', () => {
    const facts = vyosFacts('VYOS 1.1.1', someLinks(), {
      vyos: { leaves: ['vni', 'source-interface', 'parameters'], config: null },
    })
    expect(planOf(aCreate(), facts).method).toBe('vyos1.4')
  })

  it('before 1.3 deletes in one commit what it makes anew in the next', () => {
    const config = ['vni 100', 'link eth1', 'group 239.1.1.100', 'description blue'].map(leaf => [
      'vxlan',
      'vxlan100',
      ...leaf.split(' '),
    ])
    const facts = vyosFacts(VYOS_RELEASES.crux, someLinks(vxlan100), { vyos: { leaves: [], config } })
    const { commands, undo } = planOf(update({ group: '239.1.1.200' }), facts)
    expect(commands).toEqual([
      'delete interfaces vxlan vxlan100',
      'commit',
      'set interfaces vxlan vxlan100 vni 100',
      'set interfaces vxlan vxlan100 link eth1',
      'set interfaces vxlan vxlan100 description blue',
      'set interfaces vxlan vxlan100 group 239.1.1.200',
      'commit',
      'save',
    ])
    expect(undo).toContain('set interfaces vxlan vxlan100 group 239.1.1.100')
  })

  it('from 1.3 on changes what differs', () => {
    const facts = vyosFacts(VYOS_RELEASES.sagitta, someLinks(vxlan100), {
      vyos: {
        leaves: [],
        config: [
          ['vxlan', 'vxlan100', 'vni', '100'],
          ['vxlan', 'vxlan100', 'mtu', '1450'],
        ],
      },
    })
    const { commands, undo } = planOf(update({ mtu: 1400 }), facts)
    expect(commands).toEqual(['set interfaces vxlan vxlan100 mtu 1400', 'commit', 'save'])
    expect(undo).toEqual(['set interfaces vxlan vxlan100 mtu 1450', 'commit', 'save'])
  })

  it('quotes a value with a blank', () => {
    const { commands } = planOf(aCreate({ description: 'tenant blue' }), vyosFacts(VYOS_RELEASES.sagitta))
    expect(commands).toContain("set interfaces vxlan vxlan100 description 'tenant blue'")
  })

  it('of 1.1.0 is warned of its link', () => {
    const { warnings } = planOf(aCreate({ port: 8472 }), vyosFacts('VyOS 1.1.0'))
    expect(warnings).toContainEqual({ field: 'link', message: expect.stringContaining('does not work') })
  })

  const { group: _, ...bare } = aCreate()
  it.each([
    ['helium', aCreate(), 'port: VyOS 1.1 has no setting for the port: it is 8472'],
    ['crux', { ...bare, remotes: ['10.0.2.2', '10.0.2.3'] }, 'remotes: VyOS 1.2 takes one remote'],
    ['crux', aCreate({ mtu: 1400 }), 'mtu: VyOS 1.2 takes an MTU from 1450 to 9000'],
    ['crux', aCreate({ group: 'ff05::100' }), 'group: VyOS 1.2 takes IPv4 alone under a VXLAN'],
    [
      'crux',
      aCreate({ local: '10.0.2.1' }),
      'local: VyOS 1.2 has no source address: it takes that of the underlay device',
    ],
    ['equuleus', aCreate({ ttl: 16 }), 'ttl: VyOS 1.3 has no setting for it'],
    ['equuleus', aCreate({ vni: 16_777_215 }), 'vni: VyOS 1.3 takes VNIs up to 16777214'],
    ['sagitta', aCreate({ mtu: 1500 }), 'mtu: eth1 has 1500, less 50 bytes that VXLAN adds: at most 1450'],
    ['sagitta', aCreate({ mtu: 1200 }), 'mtu: VyOS 1.4 and later refuses an MTU below 1280: IPv6 is on'],
    ['sagitta', bare, 'group: VyOS takes no VXLAN without a group or a remote'],
    ['sagitta', aCreate({ remotes: ['10.0.2.2'] }), 'remotes: VyOS takes either a group or remotes'],
    ['sagitta', aCreate({ ageing: 60 }), 'ageing: VyOS has no setting for it: it is 300 s'],
    ['sagitta', aCreate({ name: 'vx0' }), 'name: VyOS takes names of "vxlan" and digits alone'],
    [
      'sagitta',
      aCreate({ description: "it's" }),
      'description: VyOS takes plain ASCII here, with neither quotes nor a backslash',
    ],
    ['sagitta', aCreate({ persist: 'netplan' }), 'persist: on VyOS its own configuration keeps it: take vyos, or none'],
  ] as const)('%s refuses what its node would: %#', (release, change, message) => {
    expect(refusedOf(change, vyosFacts(VYOS_RELEASES[release]))).toContain(message)
  })
})

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

  it('a node that could not be read', () => {
    const facts = { nodes: new Map(), overlay: overlayOf({}) }
    const plan = planChange(changeOf(aCreate()), facts, OPTIONS)
    expect(plan.ok ? null : plan.error.fields[0]?.field).toBe('node')
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

describe('a change from outside', () => {
  const problems = (node: object) => {
    const parsed = parseChange({ nodes: [{ node: 'n1', action: 'create', name: 'vxlan1', vni: 1, ...node }] })
    return parsed.ok ? [] : parsed.error.fields.map(({ node: name, field }) => `${name} ${field}`)
  }
  it.each([
    [{ vni: 16_777_216 }, 'vni'],
    [{ vni: '42' }, 'vni'],
    [{ group: '10.0.0.1' }, 'group'],
    [{ remotes: ['239.1.1.1'] }, 'remotes.0'],
    [{ remotes: ['10.0.0.1', '10.0.0.1'] }, 'remotes'],
    [{ name: 'vxlan-of-16-chars' }, 'name'],
    [{ name: 'a b' }, 'name'],
    [{ name: '$(reboot)' }, 'name'],
    [{ name: '-x' }, 'name'],
    [{ name: 'lo' }, 'name'],
    [{ addresses: ['10.0.0.1'] }, 'addresses.0'],
    [{ addresses: ['10.0.0.1/0'] }, 'addresses.0'],
    [{ description: 'a\nb' }, 'description'],
    [{ description: 'x'.repeat(10_000) }, 'description'],
    [{ ttl: 256 }, 'ttl'],
    [{ tos: -1 }, 'tos'],
    [{ df: 'yes' }, 'df'],
    [{ frobnicate: 1 }, 'frobnicate'],
  ])('%j is refused at its field', (node, field) => {
    expect(problems(node)).toEqual([`n1 ${field}`])
  })

  it('names a node once', () => {
    const parsed = parseChange({ nodes: [aCreate(), aCreate({ name: 'vxlan2' })] })
    expect(parsed.ok ? null : parsed.error.fields).toMatchObject([{ node: 'n1', field: 'node' }])
  })

  it('never has a refused value in its message', () => {
    const parsed = parseChange({
      nodes: [{ node: 'n1', action: 'create', name: 'SECRET;;', vni: 'SECRET', description: '\nSECRET' }],
    })
    expect(JSON.stringify(parsed)).not.toContain('SECRET')
  })
})

it('knows a bridge by its kind', () => {
  const facts = linuxFacts(someLinks({ ...aBridge('br7', false), up: true }))
  expect(refusedOf(aCreate({ bridge: 'br7', vlan: 10, addresses: [] }), facts)).toEqual([
    'vlan: br7 takes no notice of VLANs (vlan_filtering 0)',
  ])
})
