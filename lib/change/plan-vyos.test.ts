import { describe, expect, it } from 'vitest'
import { aCreate, gone, planOf, refusedOf, someLinks, update, VYOS_RELEASES, vxlan100, vyosFacts } from './testing'

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

  it('tells that a device made anew has another MAC address, unless that is configured', () => {
    const MAC = 'made anew, also by an undo, vxlan100 has another MAC address: VyOS makes one up each time'
    const warned = (config: string[][]) =>
      planOf(
        gone,
        vyosFacts(VYOS_RELEASES.sagitta, someLinks(vxlan100), { vyos: { leaves: [], config } }),
      ).warnings.map(({ message }) => message)
    const vni = ['vxlan', 'vxlan100', 'vni', '100']
    expect(warned([vni])).toContain(MAC)
    expect(warned([vni, ['vxlan', 'vxlan100', 'mac', '02:00:00:00:00:64']])).not.toContain(MAC)
  })
})
