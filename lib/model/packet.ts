import { z } from 'zod'

/** What an inner frame is, as far as the story of a tunnel needs to know. `cut`: its headers were not captured. */
export const InnerKind = z.enum([
  'arpRequest',
  'arpReply',
  'neighbourSolicitation',
  'neighbourAdvertisement',
  'echoRequest',
  'echoReply',
  'icmp',
  'tcp',
  'udp',
  'ip',
  'other',
  'cut',
])
export type InnerKind = z.infer<typeof InnerKind>

/** The Ethernet frame that a VXLAN packet carries. */
export const InnerFrame = z.object({
  src: z.string(),
  dst: z.string(),
  vlan: z.int().nullable(),
  kind: InnerKind,
  /** Its own addresses, above Ethernet: of ARP the sender's and the one asked for. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** One line, much as tcpdump prints it. */
  text: z.string(),
})
export type InnerFrame = z.infer<typeof InnerFrame>

/** A VXLAN packet as the underlay carries it (RFC 7348 §5). */
export const VxlanPacket = z.object({
  src: z.string(),
  dst: z.string(),
  /** The outer destination: one VTEP, or a multicast group. */
  cast: z.enum(['unicast', 'group']),
  srcPort: z.int(),
  dstPort: z.int(),
  /** IPv4's identification; `null` with IPv6. */
  ipId: z.int().nullable(),
  vni: z.int(),
  inner: InnerFrame,
})
export type VxlanPacket = z.infer<typeof VxlanPacket>
