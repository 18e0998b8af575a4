import type { Evidence } from '@/lib/model/overlay'
import type { Hop, HopOutcome, HopStep, TraceBreak, TraceWay } from '@/lib/model/trace'
import { findingId } from '../checks/check'
import type { Device, Place, Scene } from './scene'

/** A frame on its way: to one MAC, or to all, in which case one is waited for. */
export interface Frame {
  /** Destination; the broadcast address where it goes to all. */
  mac: string
  /** Whose answer is wanted. */
  wanted: string | null
  /** Of the sender. */
  source: string | null
}

/** What a frame's coming to one node comes to: `maybe` is a port that nobody has been heard behind. */
export interface Delivery {
  outcome: 'here' | 'maybe' | 'lost' | 'unknown'
  hops: Hop[]
  broken: TraceWay['broken']
  place: Place | null
}

export const hop = (
  node: string,
  step: HopStep,
  outcome: HopOutcome,
  decision: string,
  to: string | null = null,
  evidence: readonly Evidence[] = [],
): Hop => ({ node, step, outcome, decision, to, evidence: [...evidence] })

interface Lost {
  node: string
  step: HopStep
  why: TraceBreak
  text: string
  evidence: readonly Evidence[]
  /** Ids of findings that would explain it; one that ends with "/" stands for all that begin so. */
  findings: readonly string[]
}

/** Where a frame ends, with the finding that says why. */
export const lost = (
  scene: Scene,
  { node, step, why, text, evidence, findings }: Lost,
): Pick<Delivery, 'hops' | 'broken'> => ({
  hops: [hop(node, step, 'breaks', text, null, evidence)],
  broken: { node, why, text, finding: scene.finding(findings) },
})

/** The finding of a check about a device of a node. */
export const ofDevice = (check: string, { node, link }: Pick<Device, 'node' | 'link'>): string =>
  findingId(check, `node:${node}`, link.ifname)

/** All findings of a check about a device. */
export const ofVni = (check: string, vni: number): string[] => [
  findingId(check, `vni:${vni}`),
  `${findingId(check, `vni:${vni}`)}/`,
]
