import type { Evidence, TunnelKind } from '@/lib/model/overlay'
import { chosenEvidence, EVIDENCE_LIMIT } from './evidence'
import { groupId, tunnelId, vtepId } from './identity'
import { TUNNEL_KINDS } from './kinds'

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
  macs: readonly string[]
  evidence: Evidence[]
}

/** A tunnel while its entries are still being read: there may be 100,000 of them, so it holds lists and no sets. */
export class TunnelEntries {
  private readonly kinds: TunnelKind[] = []
  private readonly macs: string[] = []
  private readonly evidence: Evidence[] = []

  constructor(
    private readonly vni: number,
    private readonly from: string,
    private readonly to: string,
  ) {}

  /** Adds what tells of the tunnel. `make` is asked for a line only while there is room for its kind. */
  add(kind: TunnelKind, mac: string | null, make: () => Evidence): void {
    const isNew = !this.kinds.includes(kind)
    if (isNew) this.kinds.push(kind)
    if (mac !== null) this.macs.push(mac)
    if (isNew || this.evidence.length < EVIDENCE_LIMIT) this.evidence.push(make())
  }

  facts(id: string): TunnelFacts {
    const { vni, from, to, kinds, macs, evidence } = this
    return {
      ...{ id, back: tunnelId(vni, to, from), vni, from, to },
      kinds: TUNNEL_KINDS.filter(kind => kinds.includes(kind)),
      macs: macs.length > 1 ? [...new Set(macs)] : macs,
      evidence: chosenEvidence(evidence),
    }
  }
}

/** Gathers what a reading says, by id. */
export class FactBook {
  readonly own = new Map<string, VtepFacts>()
  readonly seen = new Map<string, VtepFacts>()
  readonly groups = new Map<string, GroupFacts>()
  private readonly entries = new Map<string, TunnelEntries>()

  /** Books a VTEP among those of the node (`own`) or those it sends to (`seen`), and gives its id. */
  vtep(where: 'own' | 'seen', underlay: string, address: string, vni: number | null): string {
    const id = vtepId(underlay, address)
    const facts = this[where].get(id) ?? { id, address, underlay, vnis: new Set<number>() }
    this[where].set(id, facts)
    if (vni !== null) facts.vnis.add(vni)
    return id
  }

  group(vni: number, underlay: string, address: string): GroupFacts {
    const id = groupId(vni, underlay, address)
    const facts = this.groups.get(id) ?? { id, vni, address, joined: new Set<string>(), senders: new Set<string>() }
    this.groups.set(id, facts)
    return facts
  }

  tunnel(vni: number, from: string, to: string): TunnelEntries {
    const id = tunnelId(vni, from, to)
    const known = this.entries.get(id)
    if (known) return known
    const made = new TunnelEntries(vni, from, to)
    this.entries.set(id, made)
    return made
  }

  tunnels(): Map<string, TunnelFacts> {
    return new Map(Array.from(this.entries, ([id, entries]) => [id, entries.facts(id)]))
  }
}
