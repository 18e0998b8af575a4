import type { Limits, NodeOptions, PresentDevice } from '@/lib/model/node-options'

const LINUX: Limits = {
  ...{ vxlanNames: false, maxVni: 0xffffff, fixedPort: null, mtu: [68, 65_485], ipv6: true, remotes: 256, alone: true },
  ...{ local: true, ttl: true, tos: true, df: true, learning: true, ageing: true, vlan: true, asciiDescription: false },
}

/** VyOS 1.1.1: no port, no remote, no parameters. */
const HELIUM: Limits = {
  ...{ vxlanNames: true, maxVni: 0xffffff, fixedPort: 8472, mtu: [68, 9000], ipv6: false, remotes: 0, alone: false },
  ...{ local: false, ttl: false, tos: false, df: false, learning: false, ageing: false, vlan: false },
  asciiDescription: true,
}

export const aDevice = (difference: Partial<PresentDevice> = {}): PresentDevice => ({
  ...{ name: 'vxlan0', vni: 42, group: '239.1.1.1', remotes: [], link: 'eth1', local: null, port: 8472, mtu: 1450 },
  ...{ addresses: ['10.0.1.1/24'], ttl: 16, tos: 0, df: 'unset', learning: true, ageing: 300, bridge: null },
  ...{ description: '', persist: 'none', learned: 0 },
  ...difference,
})

/** A Linux node with eth1 as its underlay. */
export const linuxOptions = (node: string, address: string, difference: Partial<NodeOptions> = {}): NodeOptions => ({
  ...{ node, method: 'linux', title: 'Linux', why: null, limits: LINUX, bridges: [], devices: [] },
  persist: [
    { value: 'none', why: null },
    { value: 'netplan', why: 'netplan.io is not installed there' },
  ],
  path: { client: '192.0.2.9', server: '192.0.2.1', dev: 'eth0' },
  underlays: [{ ifname: 'eth1', up: true, mtu: 1500, addresses: [address], vxlans: 1 }],
  names: ['lo', 'eth0', 'eth1', 'vxlan0'],
  ...difference,
})

export const heliumOptions = (node: string, address: string): NodeOptions =>
  linuxOptions(node, address, {
    ...{ method: 'vyos1.1', title: 'VyOS 1.1', limits: HELIUM },
    persist: [
      { value: 'vyos', why: null },
      { value: 'none', why: null },
    ],
  })
