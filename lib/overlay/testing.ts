import type { FdbEntry, Link, Reading, Vxlan } from '@/lib/model/reading'
import { aFdbEntry, aLink } from '@/lib/model/testing'
import type { NodeInput } from './build/input'
import { EMPTY_SEEN } from './build/track'

/** Readings for tests: each case spreads its one difference over these. Times are fixed: 22 November 2026, 12:00 UTC. */
export const READ_AT = Date.UTC(2026, 10, 22, 12)

export const aVxlan = (over: Partial<Vxlan> = {}): Vxlan => ({
  vni: 42,
  group: null,
  remote: null,
  local: null,
  port: 8472,
  srcPort: null,
  ttl: null,
  tos: null,
  df: null,
  ageing: 300,
  learning: true,
  proxy: false,
  external: false,
  vnifilter: false,
  ...over,
})

export { aLink }

/** A plain device with an address. */
export const anUnderlay = (ifname: string, address: string, over: Partial<Link> = {}): Link =>
  aLink(ifname, { addresses: [{ address, prefixlen: address.includes(':') ? 64 : 24, scope: 'global' }], ...over })

export const aVxlanLink = (ifname: string, vxlan: Partial<Vxlan> = {}, over: Partial<Link> = {}): Link =>
  aLink(ifname, { kind: 'vxlan', mtu: 1450, vxlan: aVxlan(vxlan), evidence: `vxlan id ${vxlan.vni ?? 42}`, ...over })

export const aBridge = (ifname: string, vlanFiltering: boolean | null = false): Link =>
  aLink(ifname, { kind: 'bridge', bridge: { ageing: 250, vlanFiltering } })

/** A learned entry of a VXLAN device's own table. */
export const anEntry = (mac: string, dst: string | null, over: Partial<FdbEntry> = {}): FdbEntry =>
  aFdbEntry({ mac, dst, ...over })

export const aFloodEntry = (dst: string | null, over: Partial<FdbEntry> = {}): FdbEntry =>
  anEntry('00:00:00:00:00:00', dst, { state: 'permanent', ...over })

/** An entry of a bridge's table, behind a port. */
export const aPortEntry = (mac: string, ifname: string, over: Partial<FdbEntry> = {}): FdbEntry =>
  anEntry(mac, null, { ifname, flags: [], master: 'br0', ...over })

export const aReading = (over: Partial<Reading> = {}): Reading => ({
  readAt: READ_AT,
  profile: {
    platform: 'linux',
    os: 'Ubuntu 24.04 LTS',
    kernel: '6.8.0',
    iproute2: '6.1.0',
    ipJson: true,
    bridgeJson: true,
    bridgeVni: true,
  },
  links: [],
  fdb: [],
  nexthops: [],
  vnis: [],
  vlanTunnels: [],
  routes: [],
  outputs: [
    { command: 'ip -j -d link show', format: 'json', output: '', issues: [] },
    { command: 'bridge -j -s -d fdb show', format: 'json', output: '', issues: [] },
  ],
  ...over,
})

export const aNode = (name: string, reading: Partial<Reading> | null, over: Partial<NodeInput> = {}): NodeInput => ({
  name,
  host: name,
  tags: [],
  status: 'connected',
  error: null,
  reading: reading === null ? null : aReading(reading),
  profile: null,
  watch: 'poll',
  missed: 0,
  seen: EMPTY_SEEN,
  ...over,
})

export const GROUP = '239.1.1.1'

/** A node of the 2014 topology: vxlan0, VNI 42, group 239.1.1.1 over eth1. */
export const aSeedNode = (
  name: string,
  address: string,
  fdb: FdbEntry[] = [],
  over: Partial<NodeInput> = {},
): NodeInput =>
  aNode(
    name,
    {
      links: [anUnderlay('eth1', address), aVxlanLink('vxlan0', { group: GROUP }, { link: 'eth1' })],
      fdb: [aFloodEntry(GROUP, { via: 'eth1' }), ...fdb],
    },
    over,
  )

/** A node whose VXLAN device has `local` alone, and what `vxlan` and `fdb` add. */
export const aLocalNode = (
  name: string,
  local: string,
  fdb: FdbEntry[] = [],
  vxlan: Partial<Vxlan> = {},
  over: Partial<NodeInput> = {},
): NodeInput => aNode(name, { links: [aVxlanLink('vxlan0', { local, ...vxlan })], fdb }, over)
