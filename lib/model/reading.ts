import type { PlatformName } from './inventory'

/** A part of an answer that no reader understood. `line` counts from 1; JSON comes as one line. */
export interface ParseIssue {
  line: number
  text: string
}

/** What one command of a reading printed, kept as it came. */
export interface RawOutput {
  command: string
  format: 'json' | 'text'
  output: string
  issues: ParseIssue[]
}

/** VXLAN attributes of a device (`ip -d link`, drivers/net/vxlan). `null` is what the node did not tell: never a default. */
export interface Vxlan {
  /** `null` on an `external` device: its VNIs come per packet, see `Reading.vnis`. */
  vni: number | null
  /** Multicast group that BUM traffic is flooded to. */
  group: string | null
  /** The one configured peer. */
  remote: string | null
  local: string | null
  /** UDP destination port. */
  port: number | null
  /** UDP source ports, lowest and highest. */
  srcPort: [number, number] | null
  /** 0 is "auto". */
  ttl: number | null
  tos: string | null
  df: string | null
  /** Seconds. */
  ageing: number | null
  learning: boolean | null
  /** It answers ARP and neighbour discovery itself, by its own neighbour entries, and sends none of it. */
  proxy: boolean
  external: boolean
  vnifilter: boolean
}

/** One network device of a node. */
export interface Link {
  ifindex: number
  ifname: string
  /** Lower device: for a VXLAN device the underlay device (`dev`), for a veth or VLAN what stands behind "@". */
  link: string | null
  mac: string | null
  mtu: number | null
  /** Administratively up. */
  up: boolean
  operstate: string | null
  /** Bridge, bond or VRF this device is a port of. */
  master: string | null
  /** Kernel's name of the kind: `vxlan`, `bridge`, `vrf`, `veth`, …; `null` for a plain device. */
  kind: string | null
  alias: string | null
  vxlan: Vxlan | null
  bridge: { ageing: number | null; vlanFiltering: boolean | null } | null
  /** As a bridge's port: the bridge answers for who is behind it, by its own neighbour entries (`neigh_suppress`). */
  neighSuppress: boolean
  /** As printed; the overlay brings them into one form. */
  addresses: { address: string; prefixlen: number; scope: string | null }[]
  /** What its configuration is believed by: its `vxlan …` line for a VXLAN device, else its first line. */
  evidence: string
  /** True where `evidence` is iproute2's line form of JSON, not a line as printed. */
  rendered: boolean
}

/** One row of `bridge fdb show`, on whatever device it stands. */
export interface FdbEntry {
  ifname: string
  mac: string
  vlan: number | null
  dst: string | null
  port: number | null
  /** As printed: the VNI to send with, where it isn't the device's own. */
  vni: number | null
  srcVni: number | null
  via: string | null
  nhid: number | null
  /** Seconds since an entry was last used and last updated, when it was read. */
  used: number | null
  updated: number | null
  flags: readonly string[]
  /** `permanent`, `static`, `stale`, … ; empty for a learned, live one. */
  state: string
  master: string | null
  /** The line as printed; `null` where JSON was read. */
  printed: string | null
  /** When its ages were so, ms; where that isn't when the reading came. */
  readAt?: number
  /** Its ages are exact and not floored: it was seen to be learned at `readAt`. */
  exact?: true
}

/** Members of a next-hop group (`ip nexthop show`): the VTEPs behind an entry's `nhid`. */
export interface Nexthop {
  id: number
  gateways: string[]
}

/** VNIs of an `external` (single) VXLAN device: `bridge vni show`. Inclusive range. */
export interface VniRange {
  ifname: string
  first: number
  last: number
  group: string | null
  remote: string | null
}

/** VLAN to VNI on a bridge port (`bridge vlan tunnelshow`). Inclusive ranges of equal length. */
export interface VlanTunnel {
  ifname: string
  vlanFirst: number
  vlanLast: number
  vniFirst: number
  vniLast: number
}

/** Which source address the node's routing gives to reach a remote (`ip route get`). */
export interface RouteSource {
  remote: string
  source: string | null
  dev: string | null
}

/** What a node is and can do, asked once per connection. */
export interface Profile {
  platform: PlatformName | 'unknown'
  /** For people: `VyOS 1.1.1`, `Ubuntu 24.04 LTS`. */
  os: string | null
  kernel: string | null
  iproute2: string | null
  ipJson: boolean
  bridgeJson: boolean
  /** `bridge vni` exists (iproute2 5.19 and later). */
  bridgeVni: boolean
}

/** All that one round trip told of a node. */
export interface Reading {
  /** When the answer had come, ms since 1970 by the server's clock. */
  readAt: number
  /** Since when all of it but the FDB reads the same, ms; where that is before `readAt`. */
  framedAt?: number
  profile: Profile
  links: Link[]
  fdb: FdbEntry[]
  nexthops: Nexthop[]
  vnis: VniRange[]
  vlanTunnels: VlanTunnel[]
  routes: RouteSource[]
  outputs: RawOutput[]
}
