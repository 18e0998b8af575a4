import { z } from 'zod'
import { ApiError } from './error'

/** UTC, RFC 3339, milliseconds. */
export const Iso = z.iso.datetime({ precision: 3 })
export type Iso = string

/** A moment as it may be asked for: RFC 3339, in any zone, to the second or finer. */
export const Moment = z.iso.datetime({ offset: true })

/** live: as last read, and the node answers. stale: was true at `readAt`. unknown: never read. Three different things everywhere. */
export const State = z.enum(['live', 'stale', 'unknown'])
export type State = z.infer<typeof State>

export const NodeStatus = z.enum(['connected', 'connecting', 'unreachable', 'refused'])
export type NodeStatus = z.infer<typeof NodeStatus>

/** An SSH host. What the graph draws is a graph node. */
export const Node = z.object({
  name: z.string(),
  host: z.string(),
  platform: z.enum(['vyos', 'linux', 'ovs', 'unknown']),
  os: z.string().nullable(),
  kernel: z.string().nullable(),
  iproute2: z.string().nullable(),
  status: NodeStatus,
  state: State,
  error: ApiError.nullable(),
  readAt: Iso.nullable(),
  /** How changes are seen: as they are told, by reading every few seconds, or not (yet). */
  watch: z.enum(['stream', 'poll', 'none']),
  missed: z.int(),
  tags: z.array(z.string()),
  addresses: z.array(z.object({ ifname: z.string(), address: z.string(), prefixlen: z.int() })),
})
export type Node = z.infer<typeof Node>

/**
 * A tunnel endpoint: an underlay address. Its id is what it is: `vtep:10.0.2.254`, in a VRF `vtep:red/10.0.2.254`.
 * `nodes: []` is a ghost (nobody we manage has it); two nodes are a conflict or an anycast pair.
 */
export const Vtep = z.object({
  id: z.string(),
  address: z.string(),
  /** VRF of the underlay; empty for the default one. */
  underlay: z.string(),
  nodes: z.array(z.string()),
  vnis: z.array(z.int()),
  state: State,
})
export type Vtep = z.infer<typeof Vtep>

export const VniMember = z.object({
  node: z.string(),
  ifname: z.string(),
  /** VTEP id; `null` where the node's underlay address could not be found out. */
  vtep: z.string().nullable(),
  group: z.string().nullable(),
  port: z.int().nullable(),
  /** `null` where the node did not tell, as everywhere. */
  mtu: z.int().nullable(),
  learning: z.boolean().nullable(),
})
export type VniMember = z.infer<typeof VniMember>

export const Vni = z.object({ vni: z.int(), members: z.array(VniMember) })
export type Vni = z.infer<typeof Vni>

/** A multicast group of one VNI. Membership stands here, not in n² tunnels. `members` are VTEP ids. */
export const Group = z.object({ id: z.string(), vni: z.int(), address: z.string(), members: z.array(z.string()) })
export type Group = z.infer<typeof Group>

/**
 * The line a belief was read from. `text` is the line as printed; where JSON was read it is iproute2's line form of it
 * and `rendered` is true.
 */
export const Evidence = z.object({
  kind: z.string(),
  node: z.string(),
  command: z.string(),
  text: z.string(),
  rendered: z.boolean(),
  readAt: Iso,
})
export type Evidence = z.infer<typeof Evidence>

export const TunnelKind = z.enum(['remote', 'flood', 'learned', 'static', 'extern'])
export type TunnelKind = z.infer<typeof TunnelKind>

/** What `from` knows of `to` in one VNI; a direction, so two ways are two tunnels. */
export const Tunnel = z.object({
  id: z.string(),
  vni: z.int(),
  from: z.string(),
  to: z.string(),
  kinds: z.array(TunnelKind),
  /** Distinct MACs that `from` sends to `to`. */
  macs: z.int(),
  /** `to` is a node of ours that was read and knows nothing of `from`. */
  oneWay: z.boolean(),
  state: State,
  /** Who tells of it: more than one where `from` stands on several nodes. */
  nodes: z.array(z.string()),
  /** Empty where it was asked to be left out. */
  evidence: z.array(Evidence),
})
export type Tunnel = z.infer<typeof Tunnel>

export const FdbKind = z.enum(['learned', 'static', 'permanent', 'extern', 'flood'])
export type FdbKind = z.infer<typeof FdbKind>

export const FdbRow = z.object({
  id: z.string(),
  node: z.string(),
  ifname: z.string(),
  mac: z.string(),
  vni: z.int().nullable(),
  vlan: z.int().nullable(),
  dst: z.string().nullable(),
  /** Nodes that have `dst` as a VTEP: none is a ghost. */
  dstNodes: z.array(z.string()),
  port: z.int().nullable(),
  via: z.string().nullable(),
  srcVni: z.int().nullable(),
  nhid: z.int().nullable(),
  kind: FdbKind,
  flags: z.array(z.string()),
  master: z.string().nullable(),
  /** Seconds, at `readAt`. */
  used: z.int().nullable(),
  updated: z.int().nullable(),
  readAt: Iso,
  state: State,
  /** Seconds: the ageing time that applies to this row; `null` where none does or it isn't known. */
  ageing: z.int().nullable(),
  ageingBasis: z.enum(['updated', 'used']).nullable(),
  expiresAt: Iso.nullable(),
  firstSeenAt: Iso,
  /** How often this MAC went to another VTEP or port since the server started. */
  moves: z.int(),
})
export type FdbRow = z.infer<typeof FdbRow>

/** `revision` is "EPOCH-N", opaque; EPOCH is new with each process. `now` is the server's clock. */
export const Head = z.object({ revision: z.string(), at: Iso, now: Iso })
export type Head = z.infer<typeof Head>

/** The overlay without its FDB rows. */
export const Overlay = z.object({
  nodes: z.array(Node),
  vteps: z.array(Vtep),
  vnis: z.array(Vni),
  groups: z.array(Group),
  tunnels: z.array(Tunnel),
})
export type Overlay = z.infer<typeof Overlay>
