import type { AgeingBasis, Frames } from './ageing'

/** iproute2 releases whose printing is modelled; each stands for its neighbours. */
export type Iproute2Release = '3.12.0' | '6.1.0' | '7.1.0'

/** One FDB row. A key that is absent is one the kernel doesn't send for it. */
export interface FdbState {
  mac: string
  /** Empty for a row that was learned, or added as dynamic: only those age. */
  state: '' | 'static' | 'permanent'
  /** In the order printed: `self`, `router`, `extern_learn`, `sticky`, `offload`. */
  flags: readonly string[]
  master?: string
  vlan?: number
  dst?: string
  port?: number
  vni?: number
  srcVni?: number
  via?: string
  nhid?: number
  /** Frames from the MAC, the first one its learning. `null`: an address filter of an ordinary device, which has no ages. */
  heard: Frames | null
  /** Frames sent to the MAC. */
  sent?: Frames
}

export interface VniRangeState {
  first: number
  last: number
  group?: string
  remote?: string
}

/** `null` is what the device does not have; `port` is printed by releases from 3.14 on. */
export interface VxlanState {
  vni: number | null
  group: string | null
  remote: string | null
  local: string | null
  dev: string | null
  port: number
  srcPort: readonly [number, number]
  /** 0 is "auto". */
  ttl: number
  /** Seconds. */
  ageing: number
  learning: boolean
  external: boolean
  vnifilter: boolean
  vnis: readonly VniRangeState[]
}

export interface AddressState {
  address: string
  prefixlen: number
  scope: 'host' | 'link' | 'global'
}

export type LinkKind = 'loopback' | 'ether' | 'vxlan' | 'bridge'

export interface LinkState {
  ifindex: number
  ifname: string
  kind: LinkKind
  up: boolean
  carrier: boolean
  mac: string
  mtu: number
  master: string | null
  alias: string | null
  addresses: readonly AddressState[]
  vxlan: VxlanState | null
  /** Seconds. */
  bridge: { ageing: number; vlanFiltering: boolean } | null
  /** In the order that the kernel dumps them. */
  fdb: readonly FdbState[]
}

export type NexthopState = { id: number; gateway: string } | { id: number; group: readonly number[] }

/** All that a simulated node is. Never changed in place: a new state is a new object, so what is printed can be kept per object. */
export interface NodeState {
  hostname: string
  /** `uname -r`; decides which clock ages an FDB row, unless `agesBy` does. */
  kernel: string
  /** A distribution's kernel may age VXLAN rows as a later one does. */
  agesBy?: AgeingBasis
  iproute2: Iproute2Release
  files: Readonly<Record<string, string>>
  links: readonly LinkState[]
  nexthops: readonly NexthopState[]
}
