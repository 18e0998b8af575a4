import type { TunnelKind } from '@/lib/model/overlay'
import type { FdbEntry } from '@/lib/model/reading'
import {
  type Book,
  bySaid,
  type GroupFacts,
  type Path,
  type Said,
  type TunnelFacts,
  tellsOfMac,
  type VtepRef,
} from './book'
import { Draft, type Named, type Table, tableOf } from './draft'
import { chosenEvidence, EVIDENCE_LIMIT, type Witness } from './evidence'
import { groupId, tunnelId } from './identity'
import { TUNNEL_KINDS } from './kinds'
import type { Membership } from './members'
import { type Edit, Sorted } from './sorted'

/** How often each of several things was said. */
type Counts<K> = ReadonlyMap<K, number>

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
  /** By the id of what is said. */
  edits: Map<string, Edit<SaidKey, Said>>
}

/** Counts on a copy, made at the first count of a step: there may be 100,000 in one. */
class Tally<K> {
  private copy: Map<K, number> | null = null

  constructor(private readonly base: Counts<K>) {}

  /** True where it came to be or ceased to be. */
  count(key: K, by: number): boolean {
    this.copy ??= new Map(this.base)
    const was = this.copy.get(key) ?? 0
    const is = was + by
    if (is > 0) this.copy.set(key, is)
    else this.copy.delete(key)
    return was > 0 !== is > 0
  }

  counts(): Counts<K> {
    return this.copy ?? this.base
  }
}

const NO_COUNTS: ReadonlyMap<never, number> = new Map<never, number>()

interface VtepTally extends Omit<LiveVtep, 'vnis'> {
  vnis: Tally<number>
}

interface GroupTally extends Omit<LiveGroup, 'joined' | 'senders'> {
  joined: Tally<string>
  senders: Tally<string>
}

const settled = <T extends Named & { count: number }, U extends Named>(
  base: Table<U>,
  tallies: Iterable<T>,
  item: (tally: T) => U,
): Table<U> => {
  const draft = new Draft(base)
  for (const tally of tallies) {
    if (tally.count > 0) draft.set(item(tally))
    else draft.delete(tally.id)
  }
  return draft.commit()
}

/** Books what is said, or (`sign` -1) takes it back, on top of what a node said before. */
export class LiveBook implements Book {
  sign: 1 | -1 = 1
  private readonly own = new Map<string, VtepTally>()
  private readonly seen = new Map<string, VtepTally>()
  private readonly groups = new Map<string, GroupTally>()
  private readonly named: Draft<{ id: string; count: number }>
  private readonly edits = new Map<string, TunnelEdits>()
  private readonly vteps = new Set<string>()

  constructor(private readonly base: LiveFacts) {
    this.named = new Draft(base.named)
  }

  vtep(where: 'own' | 'seen', { id, address, underlay, vni }: VtepRef): void {
    let tally = this[where].get(id)
    if (!tally) {
      const known = this.base[where].get({ id })
      tally = { id, address, underlay, count: known?.count ?? 0, vnis: new Tally<number>(known?.vnis ?? NO_COUNTS) }
      this[where].set(id, tally)
    }
    const was = tally.count
    tally.count += this.sign
    const inOther = vni !== null && tally.vnis.count(vni, this.sign)
    if (inOther || was === 0 || tally.count === 0) this.vteps.add(id)
  }

  group(vni: number, underlay: string, address: string, from: string | null, hears: boolean): void {
    const id = groupId(vni, underlay, address)
    let tally = this.groups.get(id)
    if (!tally) {
      const known = this.base.groups.get({ id })
      const joined = new Tally<string>(known?.joined ?? NO_COUNTS)
      tally = {
        id,
        vni,
        address,
        count: known?.count ?? 0,
        joined,
        senders: new Tally<string>(known?.senders ?? NO_COUNTS),
      }
      this.groups.set(id, tally)
    }
    tally.count += this.sign
    if (from === null) return
    tally.senders.count(from, this.sign)
    if (hears) tally.joined.count(from, this.sign)
  }

  path({ vni, from, to }: Path, said: Said): void {
    this.vtep('seen', to)
    if (from === null || vni === null) return
    this.vtep('own', from)
    this.tunnel(vni, from.id, to.id, said)
  }

  private tunnel(vni: number, from: string, to: string, said: Said): void {
    const id = liveTunnelId({ vni, from, to })
    const known = this.edits.get(id) ?? { vni, from, to, edits: new Map() }
    this.edits.set(id, known)
    known.edits.set(said.id, [said, this.sign === 1 ? said : null])
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
      ...{ memberships, holds, tunnels: tunnels.commit(), named: this.named.commit() },
      own: settled(this.base.own, this.own.values(), told),
      seen: settled(this.base.seen, this.seen.values(), told),
      groups: settled(this.base.groups, this.groups.values(), toldOfGroup),
    }
    const spoken = { vteps: this.vteps, groups: new Set(this.groups.keys()), tunnels: new Set(this.edits.keys()) }
    return { facts, spoken }
  }
}

const told = ({ vnis, ...rest }: VtepTally): LiveVtep => ({ ...rest, vnis: vnis.counts() })

const toldOfGroup = ({ joined, senders, ...rest }: GroupTally): LiveGroup => ({
  ...rest,
  joined: joined.counts(),
  senders: senders.counts(),
})

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
