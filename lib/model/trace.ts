import { z } from 'zod'
import { Finding } from './finding'
import { Evidence, Head, Moment } from './overlay'
import { Step } from './probe'

/** What a trace is asked: what would become of a frame from one end to another, now or at a past moment. */
export const TraceRequest = z.strictObject({
  /** A node, or a host's MAC or IP address. */
  from: z.string().trim().min(1, 'a node, a MAC or an address').max(64, 'a node, a MAC or an address'),
  vni: z.int('a whole number from 0 to 16777215').min(0).max(16_777_215, 'a whole number from 0 to 16777215'),
  /** A MAC or an IP address; a node stands for its own end in the VNI. */
  to: z.string().trim().min(1, 'a MAC, an address or a node').max(64, 'a MAC, an address or a node'),
  at: Moment.optional(),
  /** Sends a probe first, as `POST /probe` does, and needs what that needs; else a trace sends nothing. Of now alone. */
  probe: z.boolean('true or false').optional(),
})
export type TraceRequest = z.infer<typeof TraceRequest>

/**
 * unicast, flood: how the first frame leaves, and as far as it is known it gets there. unreachable: it provably doesn't.
 * unknown: what decides is not known: a node that isn't read now, or an endpoint that nobody manages.
 */
export const TraceVerdict = z.enum(['unicast', 'flood', 'unreachable', 'unknown'])
export type TraceVerdict = z.infer<typeof TraceVerdict>

/** Why a frame gets no further. */
export const TraceBreak = z.enum([
  'noDevice',
  'deviceDown',
  'underlayDown',
  'noFlood',
  'nobodyHears',
  'notOnList',
  'otherGroup',
  'portDiffers',
  'otherVni',
  'otherFamily',
  'ownSource',
  'ownMac',
  'staticElsewhere',
  'staleEntry',
  'notThere',
  'proxyDrops',
])
export type TraceBreak = z.infer<typeof TraceBreak>

/** What is looked at, in the order a frame passes it. */
export const HopStep = z.enum(['start', 'ask', 'bridge', 'vlan', 'table', 'underlay', 'arrive', 'deliver', 'learn'])
export type HopStep = z.infer<typeof HopStep>

/** unicast, flood: how it goes on. here: it has arrived. breaks: it ends. unknown: nobody can tell. */
export const HopOutcome = z.enum(['goes', 'unicast', 'flood', 'here', 'breaks', 'unknown'])
export type HopOutcome = z.infer<typeof HopOutcome>

export const Hop = z.object({
  node: z.string(),
  step: HopStep,
  outcome: HopOutcome,
  /** One sentence. */
  decision: z.string(),
  /** A port, a device, an address, a group or a node: what comes next. */
  to: z.string().nullable(),
  evidence: z.array(Evidence),
})
export type Hop = z.infer<typeof Hop>

/** How a frame leaves on the underlay: what a capture there would show. */
export const Sent = z.object({
  by: z.enum(['unicast', 'flood', 'nothing', 'unknown']),
  /** Outer destinations: a group, or addresses, one copy each; of a next-hop group one of them. */
  destinations: z.array(z.string()),
  /** Outer source. */
  source: z.string().nullable(),
  port: z.int().nullable(),
  vni: z.int().nullable(),
  device: z.string().nullable(),
})
export type Sent = z.infer<typeof Sent>

/** One way of a trace. */
export const TraceWay = z.object({
  verdict: TraceVerdict,
  sent: Sent,
  hops: z.array(Hop),
  /** Where it ends, and the finding of the checks that explains it, by its id. */
  broken: z.object({ node: z.string(), why: TraceBreak, text: z.string(), finding: z.string().nullable() }).nullable(),
})
export type TraceWay = z.infer<typeof TraceWay>

/** An end of a trace, as far as it is known. */
export const TraceEnd = z.object({
  /** As it was asked for. */
  asked: z.string(),
  mac: z.string().nullable(),
  address: z.string().nullable(),
  /** Where it is: the node itself, or a host behind a port of it. */
  node: z.string().nullable(),
  port: z.string().nullable(),
  vtep: z.string().nullable(),
})
export type TraceEnd = z.infer<typeof TraceEnd>

export const Trace = TraceWay.extend({
  vni: z.int(),
  from: TraceEnd,
  to: TraceEnd,
  /** Whether the sender has to ask for the MAC first, by ARP or neighbour discovery, which is flooded; `null`: not known. */
  asks: z.boolean().nullable(),
  /** The answer, once the frame has got there; `null` where that isn't known to happen. */
  back: TraceWay.nullable(),
  /** What the checks say of what it passes. */
  findings: z.array(Finding.pick({ id: true, check: true, severity: true, verdict: true })),
  /** Ids of VTEPs, groups and tunnels that it passes. */
  path: z.array(z.string()),
})
export type Trace = z.infer<typeof Trace>

/** What a probe showed before the frame was traced: whether any packet came back, and what happened in order. */
export const TraceProbe = z.object({ answered: z.boolean(), steps: z.array(Step) })
export type TraceProbe = z.infer<typeof TraceProbe>

export const TraceAnswer = Head.extend({ ...Trace.shape, probe: TraceProbe.optional() })
export type TraceAnswer = z.infer<typeof TraceAnswer>
