import { describe, expect, it } from 'vitest'
import { aLink, anUnderlay, aVxlanLink } from '@/lib/overlay/testing'
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
  VYOS_RELEASES,
  vxlan100,
  vyosFacts,
  withDevice,
} from './testing'

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
