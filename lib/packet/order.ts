import type { VxlanPacket } from '@/lib/model/packet'

/** A packet as one node captured it. */
export interface Sighting {
  node: string
  /** After the start, by our clock, right to `plusMinus`. */
  ms: number
  plusMinus: number
  packet: VxlanPacket
  command: string
}

/** A packet, by all who captured it: each node once. */
export interface Frame {
  id: string
  sightings: Sighting[]
}

/** A packet in its place: the sighting that gives its time, which is later than that of the one before. */
export interface Placed {
  frame: Frame
  by: Sighting
  ms: number
  plusMinus: number
}

export interface OrderOptions {
  /** By whose clock times are told; `null`: by that of the node that saw most. */
  reference: string | null
  /** Nodes that sent a packet. */
  sendersOf(frame: Frame): readonly string[]
}

/** Captures tell microseconds. */
const APART_MS = 0.001

const seenBy = ({ sightings }: Frame, node: string | null): Sighting | undefined =>
  sightings.find(one => one.node === node)

/** The node that saw most; of those the one whose clock is known best. */
const mostSeeing = (chains: ReadonlyMap<string, readonly Frame[]>): string | null => {
  const error = ([node, frames]: [string, readonly Frame[]]) => (frames[0] && seenBy(frames[0], node)?.plusMinus) ?? 0
  const [first] = [...chains].sort((a, b) => b[1].length - a[1].length || error(a) - error(b) || (a[0] < b[0] ? -1 : 1))
  return first?.[0] ?? null
}

/**
 * ms by which times of the reference are ahead of another node's, as each was brought to ours: a packet isn't received before it
 * is sent, so those of both ways bound it from both sides, and so do the errors of the two clocks. Their middle.
 */
const aheadOf = (node: string, frames: readonly Frame[], { reference, sendersOf }: OrderOptions): number => {
  let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (const frame of frames) {
    const [here, there] = [seenBy(frame, reference), seenBy(frame, node)]
    if (!here || !there) continue
    const [senders, ahead, error] = [sendersOf(frame), here.ms - there.ms, here.plusMinus + there.plusMinus]
    least = Math.max(least, senders.includes(here.node) ? Math.max(-error, ahead) : -error)
    most = Math.min(most, senders.includes(there.node) ? Math.min(error, ahead) : error)
  }
  return Number.isFinite(least) && least <= most ? (least + most) / 2 : 0
}

/**
 * Merges captures, each in its own order; of what none of them orders the earliest goes first. Packets that cross on their way
 * stand in either order in two captures: those go by what their senders had seen before they sent them.
 */
const merged = (
  chains: ReadonlyMap<string, readonly Frame[]>,
  timeOf: (frame: Frame) => number,
  sendersOf: OrderOptions['sendersOf'],
): Frame[] => {
  const order = new Set<Frame>()
  const nodes = [...chains.keys()]
  const at = new Map<string, number>()
  const headOf = (node: string): Frame | undefined => chains.get(node)?.[at.get(node) ?? 0]
  const skip = ({ node }: Sighting): void => {
    for (let head = headOf(node); head && order.has(head); head = headOf(node)) at.set(node, (at.get(node) ?? 0) + 1)
  }
  for (;;) {
    const heads = [...new Set(nodes.flatMap(node => headOf(node) ?? []))]
    const isNext = (frame: Frame, among: readonly string[]) =>
      frame.sightings.every(({ node }) => !among.includes(node) || headOf(node) === frame)
    const ready = heads.filter(frame => isNext(frame, nodes))
    const some = ready.length > 0 ? ready : heads.filter(frame => isNext(frame, sendersOf(frame)))
    const [first, ...others] = some.length > 0 ? some : heads
    if (!first) return [...order]
    const next = others.reduce((least, frame) => (timeOf(frame) < timeOf(least) ? frame : least), first)
    order.add(next)
    next.sightings.forEach(skip)
  }
}

/** No time before that of the packet before it: what the reference saw keeps its time, what it didn't gives way. */
const rising = (order: readonly Placed[], reference: string | null): Placed[] => {
  let limit = Number.POSITIVE_INFINITY
  const below = order.toReversed().map(one => {
    if (one.by.node === reference) limit = one.ms
    return { ...one, ms: Math.min(one.ms, limit) }
  })
  let last = Number.NEGATIVE_INFINITY
  return below.toReversed().map(one => {
    last = Math.max(one.ms, last + APART_MS)
    return { ...one, ms: last }
  })
}

/**
 * Puts packets that several nodes captured into the one order that every single capture agrees with, and tells their times by one
 * clock: that of the reference where it saw the packet, else another's, brought to it by what both saw.
 * `chains`: of each node, what it captured, in the order of its capture.
 */
export const orderFrames = (chains: ReadonlyMap<string, readonly Frame[]>, options: OrderOptions): Placed[] => {
  const { sendersOf } = options
  const named = options.reference
  const reference = named !== null && chains.has(named) ? named : mostSeeing(chains)
  const ahead = new Map(
    [...chains].map(([node, frames]) => [
      node,
      node === reference ? 0 : aheadOf(node, frames, { reference, sendersOf }),
    ]),
  )
  const timed = (frame: Frame): Placed[] => {
    const by =
      seenBy(frame, reference) ??
      frame.sightings.find(({ node }) => sendersOf(frame).includes(node)) ??
      frame.sightings[0]
    if (!by) return []
    const byMuch = ahead.get(by.node) ?? 0
    return [{ frame, by, ms: by.ms + byMuch, plusMinus: by.plusMinus + Math.abs(byMuch) }]
  }
  const placed = new Map([...new Set([...chains.values()].flat())].flatMap(timed).map(one => [one.frame, one]))
  const order = merged(chains, frame => placed.get(frame)?.ms ?? 0, sendersOf)
  return rising(
    order.flatMap(frame => placed.get(frame) ?? []),
    reference,
  )
}
