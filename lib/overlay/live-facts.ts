import type { TunnelKind } from '@/lib/model/overlay'
import type { FdbEntry } from '@/lib/model/reading'
import { type Book, bySaid, type GroupFacts, type Said, type TunnelFacts, tellsOfMac } from './book'
import { Draft, type Named, type Table, tableOf } from './draft'
import { chosenEvidence, EVIDENCE_LIMIT, type Witness } from './evidence'
import { groupId, tunnelId, vtepId } from './identity'
import { TUNNEL_KINDS } from './kinds'
import type { Membership } from './members'
import { type Edit, Sorted } from './sorted'

/** How often each of several things was said. */
type Counts<K> = ReadonlyMap<K, number>

const counted = <K>(counts: Counts<K>, key: K, by: number): Counts<K> => {
  const count = (counts.get(key) ?? 0) + by
  const next = new Map(counts)
  if (count > 0) next.set(key, count)
  else next.delete(key)
  return next
}

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

type SaidKey = Pick<Said, 'mac' | 'id'>

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

interface TunnelEdits {
  vni: number
  from: string
  to: string
  /** By identity of what is said. */
  edits: Map<string, Edit<SaidKey, Said>>
}

/** Books what is said, or (`sign` -1) takes it back, on top of what a node said before. */
export class LiveBook implements Book {
  sign: 1 | -1 = 1
  private readonly own: Draft<LiveVtep>
  private readonly seen: Draft<LiveVtep>
  private readonly groups: Draft<LiveGroup>
  private readonly named: Draft<{ id: string; count: number }>
  private readonly edits = new Map<string, TunnelEdits>()
  private readonly vteps = new Set<string>()
  private readonly heard = new Set<string>()

  constructor(private readonly base: LiveFacts) {
    this.own = new Draft(base.own)
    this.seen = new Draft(base.seen)
    this.groups = new Draft(base.groups)
    this.named = new Draft(base.named)
  }

  vtep(where: 'own' | 'seen', underlay: string, address: string, vni: number | null): string {
    const id = vtepId(underlay, address)
    const known = this[where].get(id)
    const count = (known?.count ?? 0) + this.sign
    const vnis = known?.vnis ?? new Map<number, number>()
    const next = vni === null ? vnis : counted(vnis, vni, this.sign)
    if (count > 0) this[where].set({ id, address, underlay, count, vnis: next })
    else this[where].delete(id)
    if (count === 0 || !known || next.size !== vnis.size) this.vteps.add(id)
    return id
  }

  group(vni: number, underlay: string, address: string, from: string | null, hears: boolean): void {
    const id = groupId(vni, underlay, address)
    const known = this.groups.get(id)
    const count = (known?.count ?? 0) + this.sign
    const [joined, senders] = [known?.joined ?? new Map(), known?.senders ?? new Map()]
    const next = {
      ...{ id, vni, address, count },
      senders: from === null ? senders : counted(senders, from, this.sign),
      joined: from === null || !hears ? joined : counted(joined, from, this.sign),
    }
    if (count > 0) this.groups.set(next)
    else this.groups.delete(id)
    this.heard.add(id)
  }

  tunnel(vni: number, from: string, to: string, said: Said): void {
    const id = liveTunnelId({ vni, from, to })
    const known = this.edits.get(id) ?? { vni, from, to, edits: new Map() }
    this.edits.set(id, known)
    known.edits.set(`${said.mac}\0${said.id}`, [said, this.sign === 1 ? said : null])
  }

  /** An entry names a VNI on a device which is in those that its entries name. */
  name(ifname: string, vni: number): void {
    const id = `${ifname}\0${vni}`
    const count = (this.named.get(id)?.count ?? 0) + this.sign
    if (count > 0) this.named.set({ id, count })
    else this.named.delete(id)
  }

  /** Entries name other VNIs than before, so the device is in others. */
  namesOthers(): boolean {
    for (const [id, item] of this.named.entries()) {
      if ((item === null) !== (this.base.named.get({ id }) === undefined)) return true
    }
    return false
  }

  facts(memberships: readonly Membership[], holds: ReadonlySet<string>): { facts: LiveFacts; spoken: Spoken } {
    const tunnels = new Draft(this.base.tunnels)
    for (const [id, { vni, from, to, edits }] of this.edits) {
      const said = (tunnels.get(id)?.said ?? NOTHING_SAID).edited([...edits.values()])
      if (said.size > 0) tunnels.set({ id, vni, from, to, said })
      else tunnels.delete(id)
    }
    const facts = {
      ...{ memberships, holds, own: this.own.commit(), seen: this.seen.commit() },
      ...{ groups: this.groups.commit(), tunnels: tunnels.commit(), named: this.named.commit() },
    }
    return { facts, spoken: { vteps: this.vteps, groups: this.heard, tunnels: new Set(this.edits.keys()) } }
  }
}

const NOTHING_SAID: Sorted<SaidKey, Said> = Sorted.of<SaidKey, Said>(bySaid)

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
  for (const one of said) {
    const list = firsts.get(one.kind)
    if (!list) firsts.set(one.kind, [one])
    else if (list.length < EVIDENCE_LIMIT) list.push(one)
    if (!tellsOfMac(one) || one.mac === last) continue
    last = one.mac
    macs += 1
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
