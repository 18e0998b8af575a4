import type { State, Tunnel } from '@/lib/model/overlay'
import { TUNNEL_KINDS } from '../kinds'
import type { GroupFacts, TunnelFacts } from './book'
import { chosenEvidence } from './evidence'
import type { NodePart } from './part'
import { bestState, type VtepTable } from './vteps'

/** What one node says of a tunnel. */
export interface Claim {
  node: string
  facts: TunnelFacts
  state: State
}

/** A tunnel and who says so: several nodes, where its `from` stands on several. */
interface Claimed {
  tunnel: TunnelFacts
  claims: Claim[]
}

const gatherClaims = (parts: readonly NodePart[]): Map<string, Claimed> => {
  const all = new Map<string, Claimed>()
  for (const { node, facts, state } of parts) {
    for (const [id, tunnel] of facts?.tunnels ?? []) {
      const claim = { node: node.name, facts: tunnel, state }
      const known = all.get(id)
      if (known) known.claims.push(claim)
      else all.set(id, { tunnel, claims: [claim] })
    }
  }
  return all
}

/** What a tunnel's direction is judged by. */
export interface Around {
  /** Nodes that are a VTEP, and whether they are in a VNI by it. */
  ownersOf: (vtep: string, vni: number) => readonly { state: State; inVni: boolean }[]
  /** Whether there is a tunnel the other way. */
  hasBack: (facts: TunnelFacts) => boolean
  groupsOf: (vni: number) => readonly { senders: ReadonlySet<string>; joined: ReadonlySet<string> }[]
}

/**
 * A tunnel is one-way when `from` is live and sends to `to`, each node that is `to` is live, at least one of them is in the
 * VNI, and none of them knows a way back: no tunnel of any kind, and no group it sends to that `from` hears. With a group
 * in common an entry on one side only is normal: the other has just not learned yet. Where a node is stale or unknown
 * nothing is claimed: its silence is ours, not its own. That `to` isn't in the VNI at all is another finding.
 */
const isOneWay = (facts: TunnelFacts, state: State, { ownersOf, hasBack, groupsOf }: Around): boolean => {
  const { vni, from, to } = facts
  if (state !== 'live' || from === to) return false
  const owners = ownersOf(to, vni)
  if (!owners.some(({ inVni }) => inVni) || owners.some(owner => owner.state !== 'live')) return false
  return !hasBack(facts) && !groupsOf(vni).some(({ senders, joined }) => senders.has(to) && joined.has(from))
}

type Told = Pick<Tunnel, 'kinds' | 'macs' | 'evidence'>

const toldByOne = ({ kinds, macs, evidence }: TunnelFacts): Told => ({
  kinds,
  macs: macs.length,
  evidence,
})

/** Two nodes on one address make one tunnel of what each has. */
const toldByAll = (claims: readonly Claim[]): Told => ({
  kinds: TUNNEL_KINDS.filter(kind => claims.some(({ facts }) => facts.kinds.includes(kind))),
  macs: new Set(claims.flatMap(({ facts }) => [...facts.macs])).size,
  evidence: chosenEvidence(claims.flatMap(({ facts }) => facts.evidence)),
})

/** A tunnel out of what nodes say of it. `state` is the best of theirs. */
export const tunnelFrom = (facts: TunnelFacts, claims: readonly Claim[], around: Around): Tunnel => {
  const { id, vni, from, to } = facts
  const state = bestState(claims.map(claim => claim.state))
  const told = claims.length === 1 ? toldByOne(facts) : toldByAll(claims)
  const nodes = claims.map(({ node }) => node)
  return { id, vni, from, to, oneWay: isOneWay(facts, state, around), state, nodes, ...told }
}

const aroundOf = (
  tunnels: ReadonlyMap<string, unknown>,
  groups: Iterable<GroupFacts>,
  { partsOf }: VtepTable,
): Around => {
  const groupsOf = new Map<number, GroupFacts[]>()
  for (const group of groups) groupsOf.set(group.vni, [...(groupsOf.get(group.vni) ?? []), group])
  return {
    ownersOf: (vtep, vni) =>
      partsOf(vtep).map(({ facts, state }) => ({ state, inVni: facts?.own.get(vtep)?.vnis.has(vni) ?? false })),
    hasBack: ({ back }) => tunnels.has(back),
    groupsOf: vni => groupsOf.get(vni) ?? [],
  }
}

/** Tunnels by VNI and ends. */
export const buildTunnels = (
  parts: readonly NodePart[],
  groups: ReadonlyMap<string, GroupFacts>,
  table: VtepTable,
  vtepOrder: ReadonlyMap<string, number>,
): Tunnel[] => {
  const all = gatherClaims(parts)
  const around = aroundOf(all, groups.values(), table)
  const placed = Array.from(all.values(), ({ tunnel: facts, claims }) => {
    const at = (vtepOrder.get(facts.from) ?? 0) * vtepOrder.size + (vtepOrder.get(facts.to) ?? 0)
    return { tunnel: tunnelFrom(facts, claims, around), at }
  })
  return placed.sort((a, b) => a.tunnel.vni - b.tunnel.vni || a.at - b.at).map(({ tunnel }) => tunnel)
}
