import type { Book, Path, Said, VtepRef } from '../build/book'
import type { Membership } from '../build/members'
import { groupId } from '../identity'
import type { Edit } from '../lists/chunks'
import { Draft, type Named, type Table } from '../lists/draft'
import { type LiveFacts, type LiveGroup, type LiveVtep, liveTunnelId, type Spoken } from './facts'
import { type Counts, editTold, NOTHING_TOLD, type SaidKey, tunnelEnds } from './tunnel'

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
      const known = tunnels.get(id)
      const told = editTold(known ?? NOTHING_TOLD, [...edits.values()])
      if (told.said.size > 0) tunnels.set({ id, ends: known?.ends ?? tunnelEnds(vni, from, to), ...told })
      else tunnels.delete(id)
    }
    const facts = {
      ...{ memberships, holds, tunnels: tunnels.commit(), named: this.named.commit() },
      own: settled(this.base.own, this.own.values(), toldOfVtep),
      seen: settled(this.base.seen, this.seen.values(), toldOfVtep),
      groups: settled(this.base.groups, this.groups.values(), toldOfGroup),
    }
    const spoken = { vteps: this.vteps, groups: new Set(this.groups.keys()), tunnels: new Set(this.edits.keys()) }
    return { facts, spoken }
  }
}

const toldOfVtep = ({ vnis, ...rest }: VtepTally): LiveVtep => ({ ...rest, vnis: vnis.counts() })

const toldOfGroup = ({ joined, senders, ...rest }: GroupTally): LiveGroup => ({
  ...rest,
  joined: joined.counts(),
  senders: senders.counts(),
})
