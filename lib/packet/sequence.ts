import type { Event } from '@/lib/model/event'
import type { FdbRow } from '@/lib/model/overlay'
import type { VxlanPacket } from '@/lib/model/packet'
import { compareSteps, type Place, type SeenFrame, type Step, type TaughtRow } from '@/lib/model/probe'
import { type Frame, orderFrames, type Placed, type Sighting } from './order'
import { frameSentence, packetLine, taughtSentence } from './sentences'

/** An FDB event, and when it had been told. */
export interface Told {
  event: Event
  ms: number
}

export interface SequenceOptions {
  vni: number
  /** Nodes that an outer address leads to: of a VTEP those that have it, of a group those that have joined it. */
  nodesOf(address: string): string[]
  /** By whose clock times are told; `null`: by that of the node that sees most. */
  reference: string | null
  /** Overlay addresses between which packets count; `null`: all do. */
  between: readonly [string, string] | null
  /** MACs known to belong to the story before any packet tells. */
  macs: readonly string[]
  /** Whether somebody captures: else no packet tells whose MACs they are, and all that FDBs do is told. */
  captured(): boolean
}

/** More steps than these nobody reads. */
export const MOST_STEPS = 1000
/** A packet is on its way, and clocks are off, no longer than this. */
const ON_THE_WAY_MS = 2_000

const keyOf = ({ src, dst, srcPort, ipId, inner }: VxlanPacket): string =>
  [src, dst, srcPort, ipId, inner.src, inner.dst, inner.text].join(' ')

/**
 * Whether a packet belongs to a story between two addresses: both are in it. Who looks for a neighbour over IPv6 asks a group, not
 * the neighbour.
 */
const isBetween = ({ inner: { kind, from, to } }: VxlanPacket, between: readonly [string, string] | null): boolean => {
  if (between === null) return true
  if (from === null || !between.includes(from)) return false
  return (to !== null && between.includes(to)) || kind === 'neighbourSolicitation'
}

/** A few addresses are asked for again and again, each of which takes a look at all VTEPs. */
const remembered = (nodesOf: SequenceOptions['nodesOf']): SequenceOptions['nodesOf'] => {
  const known = new Map<string, string[]>()
  return address => {
    const nodes = known.get(address) ?? nodesOf(address)
    known.set(address, nodes)
    return nodes
  }
}

const KINDS = new Set<Event['kind']>(['learned', 'moved', 'gone'])

/**
 * Puts together what several nodes captured and what their FDBs told into one story: each packet once, and each row that a packet
 * taught right behind it. Pure but for what it was given; bounded by `MOST_STEPS`.
 */
export const createSequence = ({ vni, nodesOf, reference, between, macs, captured }: SequenceOptions) => {
  const frames: Frame[] = []
  const byKey = new Map<string, Frame[]>()
  /** What each node captured, in the order of its capture. */
  const chains = new Map<string, Frame[]>()
  const told: (Told & { id: string; row: FdbRow })[] = []
  const known = new Set(macs)

  /** The packet as others have seen it: one that this node hasn't yet, on its way at that time. */
  const twinOf = (key: string, { node, ms }: Sighting): Frame | undefined =>
    byKey
      .get(key)
      ?.find(
        ({ sightings }) =>
          sightings.every(one => one.node !== node) && Math.abs((sightings[0]?.ms ?? ms) - ms) < ON_THE_WAY_MS,
      )

  const full = () => frames.length + told.length >= MOST_STEPS

  const frameStep = ({ frame, by: { packet, command }, ms, plusMinus }: Placed, behind: typeof nodesOf): Step => {
    const place = (address: string): Place => ({ address, nodes: behind(address) })
    const seen: SeenFrame = {
      packet,
      ...{ from: place(packet.src), to: place(packet.dst) },
      seen: frame.sightings.map(({ node, ms: at }) => ({ node, ms: at })),
      ...{ line: packetLine(packet), command },
    }
    const text = frameSentence(seen)
    return { id: frame.id, ms, plusMinus, frame: seen, taught: null, after: null, toldMs: null, text }
  }

  /** The first packet to reach that node from there with that MAC since the row last changed: it taught the row. */
  const teacherOf = (
    { event, ms, row }: (typeof told)[number],
    steps: readonly Step[],
    since: number,
  ): Step | undefined =>
    steps.find(({ frame, ms: at, plusMinus }) => {
      if (frame === null || at < since || at > ms + plusMinus) return false
      const { packet, from, to } = frame
      const arrives = to.nodes.includes(event.node) && !from.nodes.includes(event.node)
      return arrives && packet.inner.src === row.mac && packet.src === row.dst
    })

  const taughtSteps = (steps: readonly Step[]): Step[] => {
    const lastChange = new Map<string, number>()
    return told.map(one => {
      const { id, event, ms, row } = one
      const key = `${event.node} ${row.ifname} ${row.mac}`
      const since = lastChange.get(key) ?? Number.NEGATIVE_INFINITY
      lastChange.set(key, ms)
      const teacher = event.kind === 'gone' ? undefined : teacherOf(one, steps, since)
      const taught: TaughtRow = {
        ...{ event: event.kind, reason: event.reason, node: event.node, ifname: row.ifname, mac: row.mac },
        at: row.dst === null ? null : { address: row.dst, nodes: row.dstNodes },
        ...{ row: row.id, expiresAt: row.expiresAt, ageing: row.ageing },
      }
      return {
        ...{ id, ms: teacher?.ms ?? ms, plusMinus: teacher?.plusMinus ?? 0, frame: null, taught },
        ...{ after: teacher?.id ?? null, toldMs: ms, text: taughtSentence(taught) },
      }
    })
  }

  return {
    /** @returns whether it belongs to the story */
    saw: (sighting: Sighting): boolean => {
      const { packet } = sighting
      if (packet.vni !== vni || !isBetween(packet, between)) return false
      const key = keyOf(packet)
      const twin = twinOf(key, sighting)
      if (!twin && full()) return false
      if (between !== null) known.add(packet.inner.src)
      const frame = twin ?? { id: `packet-${frames.length + 1}`, sightings: [] }
      frame.sightings.push(sighting)
      chains.set(sighting.node, [...(chains.get(sighting.node) ?? []), frame])
      if (twin) return true
      frames.push(frame)
      byKey.set(key, [...(byKey.get(key) ?? []), frame])
      return true
    },
    heard: ({ event, ms }: Told): void => {
      const { row } = event
      if (row === null || row.dst === null || row.vni !== vni || !KINDS.has(event.kind) || full()) return
      told.push({ id: `event-${told.length + 1}`, event, ms, row })
    },
    /** A row that was told is as it is here now: when it will age out shows with the next reading. */
    isNow: (row: FdbRow): boolean => {
      const about = told.filter(one => one.row.id === row.id && one.event.kind !== 'gone')
      for (const one of about) one.row = row
      return about.length > 0
    },
    /** Told rows whose MAC is in the story, packets, and what they taught, in order. */
    steps: (): Step[] => {
      const behind = remembered(nodesOf)
      const sendersOf = ({ sightings: [first] }: Frame): string[] => (first ? behind(first.packet.src) : [])
      const seen = orderFrames(chains, { reference, sendersOf }).map(placed => frameStep(placed, behind))
      const isOurs = ({ taught, after }: Step) =>
        between === null || after !== null || !captured() || (taught !== null && known.has(taught.mac))
      return [...seen, ...taughtSteps(seen).filter(isOurs)].sort(compareSteps)
    },
    isFull: full,
  }
}

export type Sequence = ReturnType<typeof createSequence>
