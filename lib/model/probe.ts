import { z } from 'zod'
import { ApiError } from './error'
import { EventKind, EventReason } from './event'
import { NodeName } from './inventory'
import { Iso } from './overlay'
import { VxlanPacket } from './packet'

const Vni = z.int().min(0).max(16_777_215)

/** Most nodes of one capture. */
export const MOST_CAPTURED = 16

/** What `POST /probe` is asked: a few packets through the overlay of a VNI, and what they teach. */
export const ProbeRequest = z
  .strictObject({
    /** The node that sends. */
    from: NodeName,
    vni: Vni,
    /** An address in the overlay. */
    to: z.union([z.ipv4(), z.ipv6()], 'an IP address'),
    method: z.enum(['ping', 'arping']).default('ping'),
    count: z.int().min(1).max(10).default(3),
    /** Seconds to go on telling what becomes of what was taught, once the packets are sent. Ends when all of it is gone. */
    follow: z.int().min(0).max(900).default(0),
  })
  .refine(({ to, method }) => method === 'ping' || !to.includes(':'), {
    path: ['method'],
    error: 'ping for an IPv6 address, which ARP has none of',
  })
export type ProbeRequest = z.infer<typeof ProbeRequest>

/** What `POST /capture` is asked. Without `nodes` on all that have the VNI, 16 at most. */
export const CaptureRequest = z.strictObject({
  vni: Vni,
  nodes: z.array(NodeName).min(1).max(MOST_CAPTURED).optional(),
  /** Per node. */
  packets: z.int().min(1).max(2000).default(500),
  seconds: z.int().min(1).max(120).default(15),
})
export type CaptureRequest = z.infer<typeof CaptureRequest>

/** Somebody at the overlay's edge: nodes that have the address as a VTEP; none is a ghost, or a group. */
export const Place = z.object({ address: z.string(), nodes: z.array(z.string()) })
export type Place = z.infer<typeof Place>

/** A packet on the underlay, once, whoever saw it. */
export const SeenFrame = z.object({
  packet: VxlanPacket,
  from: Place,
  /** Of a group: the nodes that have joined it in this VNI. */
  to: Place,
  /** Who captured it, and when, each by its own clock brought to ours. */
  seen: z.array(z.object({ node: z.string(), ms: z.number() })),
  /** As tcpdump prints it, and the command that captured it on the node whose clock tells its time. */
  line: z.string(),
  command: z.string(),
})
export type SeenFrame = z.infer<typeof SeenFrame>

/** What an FDB did: an event of the stream. */
export const TaughtRow = z.object({
  event: EventKind,
  reason: EventReason.nullable(),
  node: z.string(),
  ifname: z.string(),
  mac: z.string(),
  at: Place.nullable(),
  /** The `id` of the FDB row. */
  row: z.string(),
  /** When an entry that lives will age out. */
  expiresAt: Iso.nullable(),
  ageing: z.int().nullable(),
})
export type TaughtRow = z.infer<typeof TaughtRow>

/**
 * One step of the story. `ms` is the time after the start by the server's clock, right to `plusMinus`; packets are in the order that
 * every capture agrees with, told by one node's clock where it saw them. A row that a captured packet taught stands at the time
 * of that packet (`after`): a VXLAN device learns before it hands a frame on (drivers/net/vxlan, vxlan_rcv). `toldMs` is when the
 * node had told it, so it was at that time at the latest.
 */
export const Step = z.object({
  id: z.string(),
  ms: z.number(),
  plusMinus: z.number(),
  frame: SeenFrame.nullable(),
  taught: TaughtRow.nullable(),
  after: z.string().nullable(),
  toldMs: z.number().nullable(),
  /** One sentence. */
  text: z.string(),
})
export type Step = z.infer<typeof Step>

/** How a node captures. `plusMinus`: ms by which its clock, as brought to ours, may be off. */
export const CaptureNode = z.object({
  node: z.string(),
  state: z.enum(['starting', 'capturing', 'ended', 'none']),
  /** Why it doesn't. */
  error: ApiError.nullable(),
  command: z.string().nullable(),
  ifname: z.string().nullable(),
  plusMinus: z.number().nullable(),
  packets: z.int(),
  /** Packets that could not be read as VXLAN. */
  unread: z.int(),
})
export type CaptureNode = z.infer<typeof CaptureNode>

/** What is sent and from where. */
export const SentProbe = z.object({
  from: z.string(),
  to: z.string(),
  ifname: z.string(),
  command: z.string(),
})
export type SentProbe = z.infer<typeof SentProbe>

/** A line of what `/probe` and `/capture` answer. A `node` or `step` with a name or id that came before takes its place. */
export const EvidenceLine = z.discriminatedUnion('line', [
  z.object({
    line: z.literal('begin'),
    id: z.string(),
    at: Iso,
    vni: z.int(),
    /** VTEPs of the VNI on nodes of ours, the sender first: lanes of the ladder. */
    members: z.array(Place),
    groups: z.array(z.string()),
    probe: SentProbe.nullable(),
  }),
  z.object({ line: z.literal('node'), node: CaptureNode }),
  z.object({ line: z.literal('step'), step: Step }),
  /** The probe printed this. */
  z.object({ line: z.literal('said'), ms: z.number(), text: z.string() }),
  /** All packets are sent; `answered`: any came back. `status` is the command's. */
  z.object({ line: z.literal('sent'), ms: z.number(), answered: z.boolean(), error: ApiError.nullable() }),
  z.object({ line: z.literal('end'), ms: z.number(), why: z.enum(['done', 'time', 'stopped', 'tooMuch']) }),
])
export type EvidenceLine = z.infer<typeof EvidenceLine>

/** `ms` first; what a packet taught follows it, in the order it was told. */
export const compareSteps = (a: Step, b: Step): number =>
  a.ms - b.ms || (a.toldMs ?? -1) - (b.toldMs ?? -1) || (a.id < b.id ? -1 : 1)
