import type { Evidence, TunnelKind } from '@/lib/model/overlay'
import type { FdbEntry } from '@/lib/model/reading'
import { groupId, tunnelId, vtepId } from '../identity'
import { TUNNEL_KINDS } from '../kinds'
import { compareText } from '../lists/order'
import { chosenEvidence, EVIDENCE_LIMIT, type Witness } from './evidence'
import type { Membership } from './members'

export interface VtepFacts {
  id: string
  address: string
  underlay: string
  vnis: Set<number>
}

export interface GroupFacts {
  id: string
  vni: number
  address: string
  /** VTEP ids that hear the group. */
  joined: Set<string>
  /** VTEP ids that send to it. */
  senders: Set<string>
}

export interface TunnelFacts {
  id: string
  /** Id of the tunnel the other way. */
  back: string
  vni: number
  from: string
  to: string
  kinds: TunnelKind[]
  /** Each once. */
  macs: { readonly length: number } & Iterable<string>
  evidence: Evidence[]
}

/** What tells of a tunnel: an entry, or what its device is configured with. */
export interface Said {
  kind: TunnelKind
  /** Empty where there is none. */
  mac: string
  /** The row's, or the device and VNI of a membership. */
  id: string
  source: FdbEntry | Membership
}

/** By MAC, what is configured first: the order of evidence, whatever order the entries came in. */
export const bySaid = (a: Pick<Said, 'mac' | 'id'>, b: Pick<Said, 'mac' | 'id'>): number =>
  compareText(a.mac, b.mac) || compareText(a.id, b.id)

/** Whether it tells of a MAC behind the tunnel: a flood list and a configured remote don't. */
export const tellsOfMac = ({ kind }: Said): boolean => kind !== 'flood' && kind !== 'remote'

/** A VTEP in a VNI, or, `vni` null, in none that is known. */
export interface VtepRef {
  id: string
  address: string
  underlay: string
  vni: number | null
}

export const vtepRef = (underlay: string, address: string, vni: number | null): VtepRef => ({
  ...{ id: vtepId(underlay, address), address, underlay, vni },
})

/** Where entries of one device that go to one destination in one VNI come from and go to. One and the same for all of them. */
export interface Path {
  vni: number | null
  /** Without a VNI or a source there are ends, but no tunnel. */
  from: VtepRef | null
  to: VtepRef
  /** It leads to the remote that the device is configured with. */
  toRemote: boolean
}

/** Takes what readings say, one thing at a time. */
export interface Book {
  /** A VTEP that the node is (`own`) or sends to (`seen`). */
  vtep(where: 'own' | 'seen', vtep: VtepRef): void
  /** A multicast group that `from` sends to, and hears where `hears`; VTEP id, `null` where it isn't known. */
  group(vni: number, underlay: string, address: string, from: string | null, hears: boolean): void
  /** Something that goes over a path: its ends, and the tunnel between them. */
  path(path: Path, said: Said): void
}

/** A tunnel while its entries are still being read: there may be 100,000 of them, so it holds lists and no sets. */
class TunnelEntries {
  private said: Said[] = []
  private readonly macs: string[] = []

  constructor(
    private readonly vni: number,
    private readonly from: string,
    private readonly to: string,
  ) {}

  add(said: Said): void {
    if (tellsOfMac(said)) this.macs.push(said.mac)
    if (this.said.length >= MOST_SAID) this.said = firstOfEachKind(this.said)
    this.said.push(said)
  }

  facts(id: string, witness: Witness): TunnelFacts {
    const { vni, from, to, macs } = this
    const said = this.said.length > 1 ? firstOfEachKind(this.said) : this.said
    return {
      ...{ id, back: tunnelId(vni, to, from), vni, from, to },
      kinds: TUNNEL_KINDS.filter(kind => said.some(one => one.kind === kind)),
      macs: macs.length > 1 ? [...new Set(macs)] : macs,
      evidence: chosenEvidence(said).map(witness),
    }
  }
}

/** So much is kept before what could never be shown is dropped. */
const MOST_SAID = 16 * EVIDENCE_LIMIT

/** In the order of evidence, no more of a kind than could be shown. */
const firstOfEachKind = (said: readonly Said[]): Said[] => {
  const counts = new Map<TunnelKind, number>()
  return [...said].sort(bySaid).filter(({ kind }) => {
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    return count <= EVIDENCE_LIMIT
  })
}

/** Gathers what a whole reading says, by id. */
export class FactBook implements Book {
  readonly own = new Map<string, VtepFacts>()
  readonly seen = new Map<string, VtepFacts>()
  readonly groups = new Map<string, GroupFacts>()
  private readonly entries = new Map<string, TunnelEntries>()
  private readonly paths = new Map<Path, TunnelEntries | null>()

  vtep(where: 'own' | 'seen', { id, address, underlay, vni }: VtepRef): void {
    const facts = this[where].get(id) ?? { id, address, underlay, vnis: new Set<number>() }
    this[where].set(id, facts)
    if (vni !== null) facts.vnis.add(vni)
  }

  group(vni: number, underlay: string, address: string, from: string | null, hears: boolean): void {
    const id = groupId(vni, underlay, address)
    const facts = this.groups.get(id) ?? { id, vni, address, joined: new Set<string>(), senders: new Set<string>() }
    this.groups.set(id, facts)
    if (from === null) return
    facts.senders.add(from)
    if (hears) facts.joined.add(from)
  }

  /** A path is looked up once, whatever goes over it. */
  path(path: Path, said: Said): void {
    let tunnel = this.paths.get(path)
    if (tunnel === undefined) {
      tunnel = this.tunnelOf(path)
      this.paths.set(path, tunnel)
    }
    tunnel?.add(said)
  }

  private tunnelOf({ vni, from, to }: Path): TunnelEntries | null {
    this.vtep('seen', to)
    if (from === null || vni === null) return null
    this.vtep('own', from)
    const id = tunnelId(vni, from.id, to.id)
    const known = this.entries.get(id)
    if (known) return known
    const made = new TunnelEntries(vni, from.id, to.id)
    this.entries.set(id, made)
    return made
  }

  tunnels(witness: Witness): Map<string, TunnelFacts> {
    return new Map(Array.from(this.entries, ([id, entries]) => [id, entries.facts(id, witness)]))
  }
}
