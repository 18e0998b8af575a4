import type { TunnelKind } from '@/lib/model/overlay'
import type { FdbEntry } from '@/lib/model/reading'
import { type GroupFacts, type Said, type TunnelFacts, tellsOfMac } from './book'
import { type Named, type Table, tableOf } from './draft'
import { chosenEvidence, EVIDENCE_LIMIT, type Witness } from './evidence'
import { tunnelId } from './identity'
import { TUNNEL_KINDS } from './kinds'
import type { Membership } from './members'
import type { Sorted } from './sorted'

/** How often each of several things was said. */
export type Counts<K> = ReadonlyMap<K, number>

/** A VTEP that a node is, or sends to, for as long as something says so. `id` is the VTEP's. */
export interface LiveVtep extends Named {
  address: string
  underlay: string
  count: number
  vnis: Counts<number>
}

export interface LiveGroup extends Named {
  vni: number
  address: string
  count: number
  joined: Counts<string>
  senders: Counts<string>
}

export type SaidKey = Pick<Said, 'mac' | 'id'>

/** A tunnel and all that tells of it. `id` begins with where it leads to: see `tunnelsTo`. */
export interface LiveTunnel extends Named {
  vni: number
  from: string
  to: string
  said: Sorted<SaidKey, Said>
}

/** What a node says of the overlay, so kept that one row more or less is booked in microseconds. */
export interface LiveFacts {
  memberships: readonly Membership[]
  holds: ReadonlySet<string>
  own: Table<LiveVtep>
  seen: Table<LiveVtep>
  groups: Table<LiveGroup>
  tunnels: Table<LiveTunnel>
  /** How often entries name a VNI on devices whose VNIs are those that entries name. */
  named: Table<{ id: string; count: number }>
}

export const NO_FACTS: LiveFacts = {
  memberships: [],
  holds: new Set(),
  ...{ own: tableOf(), seen: tableOf(), groups: tableOf(), tunnels: tableOf(), named: tableOf() },
}

const placeKey = (to: string): string => `${to}\0`

/** What a node's tunnels are found by. */
export const liveTunnelId = ({ vni, from, to }: { vni: number; from: string; to: string }): string =>
  `${placeKey(to)}${vni}\0${from}`

/** A node's tunnels to one VTEP. */
export const tunnelsTo = ({ tunnels }: LiveFacts, to: string): LiveTunnel[] => {
  const found: LiveTunnel[] = []
  for (const tunnel of tunnels.from({ id: placeKey(to) })) {
    if (tunnel.to !== to) break
    found.push(tunnel)
  }
  return found
}

/** Ids of what was said in one step: what may have to be made anew. */
export interface Spoken {
  vteps: ReadonlySet<string>
  groups: ReadonlySet<string>
  tunnels: ReadonlySet<string>
}

/** What a run of what is said comes to. */
interface Summary {
  /** The first of each kind, no more than could be shown. */
  firsts: readonly Said[]
  /** Distinct ones, and which come first and last. */
  macs: number
  first: string | null
  last: string | null
}

/** Adds to `firsts` what of `said` could still be shown. */
const keepFirsts = (firsts: Map<TunnelKind, Said[]>, said: Iterable<Said>): void => {
  for (const one of said) {
    const list = firsts.get(one.kind)
    if (!list) firsts.set(one.kind, [one])
    else if (list.length < EVIDENCE_LIMIT) list.push(one)
  }
}

const summarize = (run: readonly Said[]): Summary => {
  const firsts = new Map<TunnelKind, Said[]>()
  keepFirsts(firsts, run)
  let [macs, first, last]: [number, string | null, string | null] = [0, null, null]
  for (const one of run) {
    if (!tellsOfMac(one) || one.mac === last) continue
    last = one.mac
    first ??= one.mac
    macs += 1
  }
  return { firsts: [...firsts.values()].flat(), macs, first, last }
}

const summaries = new WeakMap<readonly Said[], Summary>()

/** Worked out once for a run: one entry more or less over a tunnel changes one of its runs. */
const summaryOf = (run: readonly Said[]): Summary => {
  const known = summaries.get(run)
  if (known) return known
  const made = summarize(run)
  summaries.set(run, made)
  return made
}

/** Distinct MACs, as a list that is only made when somebody reads it. */
const macsOf = (said: Sorted<SaidKey, Said>, length: number): TunnelFacts['macs'] => ({
  length,
  *[Symbol.iterator]() {
    let last: string | null = null
    for (const one of said) {
      if (!tellsOfMac(one) || one.mac === last) continue
      last = one.mac
      yield one.mac
    }
  },
})

/** A live tunnel as a reading's facts have it. */
export const tunnelFactsOf = ({ vni, from, to, said }: LiveTunnel, witness: Witness): TunnelFacts => {
  const firsts = new Map<TunnelKind, Said[]>()
  let macs = 0
  let last: string | null = null
  for (const run of said.runs()) {
    const summary = summaryOf(run)
    keepFirsts(firsts, summary.firsts)
    if (summary.last === null) continue
    macs += summary.first === last ? summary.macs - 1 : summary.macs
    last = summary.last
  }
  return {
    ...{ id: tunnelId(vni, from, to), back: tunnelId(vni, to, from), vni, from, to },
    kinds: TUNNEL_KINDS.filter(kind => firsts.has(kind)),
    macs: macsOf(said, macs),
    evidence: chosenEvidence([...firsts.values()].flat()).map(witness),
  }
}

/** Entries that lead over a tunnel. */
export const entriesOver = ({ said }: LiveTunnel): { id: string; entry: FdbEntry }[] =>
  said.items().flatMap(({ id, source }) => ('mac' in source ? [{ id, entry: source }] : []))

/** The VTEPs of a live group. */
export const endsOfGroup = ({ joined, senders }: LiveGroup): Pick<GroupFacts, 'joined' | 'senders'> => ({
  joined: new Set(joined.keys()),
  senders: new Set(senders.keys()),
})
