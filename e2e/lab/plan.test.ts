import { describe, expect, it } from 'vitest'
import type { Command } from './command'
import { planNetwork } from './plan'
import { Scenario, type ScenarioInput } from './scenario'
import { findScenario, scenarioNames } from './scenarios'
import { ubuntu2404 } from './scenarios/identities'

const planOf = (name: string) => {
  const scenario = findScenario(name)
  if (!scenario) throw new Error(`no scenario ${name}`)
  return planNetwork('lab', scenario)
}

const words = (commands: readonly Command[]): string[] =>
  commands.map(command =>
    command.tool === 'sysctl' ? `${command.key}=${command.value}` : `${command.tool} ${command.argv.join(' ')}`,
  )

type NodeInput = Partial<ScenarioInput['nodes'][number]>

const planNodeOf = (node: NodeInput): string[] => {
  const one = { name: 'leaf', identity: ubuntu2404, user: 'ops', ...node }
  const scenario = Scenario.parse({ name: 'one', description: 'one', segments: ['lan'], nodes: [one] })
  return words(planNetwork('lab', scenario).nodes.flat())
}

describe('planNetwork', () => {
  it.each(scenarioNames)('leaves the root namespace alone: %s', name => {
    const { namespaces, fabric, nodes } = planOf(name)
    const used = new Set([...fabric, ...nodes.flat()].map(({ namespace }) => namespace))
    expect([...used].filter(namespace => !namespaces.includes(namespace))).toEqual([])
    expect(namespaces.every(namespace => namespace.startsWith('lab-'))).toBe(true)
  })

  it('makes the devices of 2014, ttl on VyOS alone and no port anywhere', () => {
    const device = (mac: string) =>
      `ip link add vxlan0 address ${mac} mtu 1450 type vxlan id 42 group 239.1.1.1 dev eth1`
    const made = words(planOf('seed-2014').nodes.flat()).filter(line => line.includes('type vxlan'))
    expect(made).toEqual([
      `${device('86:24:26:b2:11:5c')} ttl 16 ageing 300`,
      `${device('4e:69:a4:a7:ef:1c')} ttl 16 ageing 300`,
      `${device('d6:ff:c1:27:69:a0')} ageing 300`,
    ])
  })

  it('silences IPv6 on a device before it goes up', () => {
    const lines = words(planOf('seed-2014').nodes[0] ?? [])
    const silenced = lines.indexOf('net/ipv6/conf/vxlan0/disable_ipv6=1')
    expect(silenced).toBeGreaterThan(0)
    expect(silenced).toBeLessThan(lines.indexOf('ip link set vxlan0 up'))
  })

  it('writes one flood row per remote', () => {
    expect(words(planOf('her-ipv6').nodes[0] ?? []).filter(line => line.includes('fdb'))).toEqual([
      'bridge fdb append 00:00:00:00:00:00 dev vxlan100 dst 2001:db8:2::2 self permanent',
      'bridge fdb append 00:00:00:00:00:00 dev vxlan100 dst 2001:db8:2::3 self permanent',
    ])
  })

  it('puts links and devices into VRFs before they get addresses', () => {
    const lines = planNodeOf({
      vrfs: [{ name: 'red', table: 10 }],
      links: [{ name: 'eth1', segment: 'lan', vrf: 'red', addresses: ['10.0.2.1/24'] }],
    })
    expect(lines).toEqual([
      'ip link set lo up',
      'ip link add red type vrf table 10',
      'ip link set red up',
      'ip link set eth1 master red',
      'ip addr add 10.0.2.1/24 dev eth1',
      'ip link set eth1 up',
    ])
  })

  it('maps VLANs to VNIs on a single VXLAN device', () => {
    const lines = planNodeOf({
      bridges: [{ name: 'br0', vlanFiltering: true, ageing: 30 }],
      vxlans: [
        {
          name: 'vxlan0',
          external: true,
          vnifilter: true,
          local: '10.0.2.1',
          port: 4789,
          bridge: 'br0',
          vlanTunnel: true,
          vnis: [{ vni: 10_010, group: '239.9.9.9' }],
          portVlans: [{ vlan: 10, vni: 10_010 }],
        },
      ],
    })
    expect(lines).toContain(
      'ip link add br0 type bridge ageing_time 3000 mcast_snooping 0 vlan_filtering 1 vlan_default_pvid 0',
    )
    expect(lines).toContain('ip link add vxlan0 type vxlan external vnifilter local 10.0.2.1 dstport 4789')
    expect(lines.slice(lines.indexOf('ip link set vxlan0 up'))).toEqual([
      'ip link set vxlan0 up',
      'bridge link set dev vxlan0 vlan_tunnel on',
      'bridge vlan add vid 10 dev vxlan0',
      'bridge vlan add vid 10 dev vxlan0 tunnel_info id 10010',
    ])
  })

  it('makes next-hop groups before the rows that name them', () => {
    const lines = planNodeOf({
      nexthops: [
        { id: 1, via: '10.0.2.2' },
        { id: 101, group: [1] },
      ],
      fdb: [{ dev: 'vxlan0', mac: '02:00:00:00:00:01', mode: 'add', nhid: 101 }],
    })
    expect(lines.slice(-3)).toEqual([
      'ip nexthop add id 1 via 10.0.2.2 fdb',
      'ip nexthop add id 101 group 1 fdb',
      'bridge fdb add 02:00:00:00:00:01 dev vxlan0 nhid 101 self permanent',
    ])
  })

  it('knows which devices stand where', () => {
    expect(planOf('her-ipv6').devices).toMatchObject({
      'lab-leaf1': ['eth1', 'br100', 'vxlan100', 'h0'],
      'lab-host1': ['eth0'],
    })
  })
})
