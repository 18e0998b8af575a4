import type { State, Tunnel } from '@/lib/model/overlay'
import type { GroupFacts, TunnelFacts } from './book'
import { chosenEvidence } from './evidence'
import { TUNNEL_KINDS } from './kinds'
import type { NodePart } from './part'
import { bestState, type VtepTable } from './vteps'

/** What one node says of a tunnel. */
interface Claim {
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
  for (const { facts, state } of parts) {
    for (const [id, tunnel] of facts?.tunnels ?? []) {
      const claim = { facts: tunnel, state }
      const known = all.get(id)
      if (known) known.claims.push(claim)
      else all.set(id, { tunnel, claims: [claim] })
    }
  }
  return all
}

/** Whether `to` could not answer `from`. */
export type OneWay = (tunnel: TunnelFacts, state: State) => boolean

/**
 * A tunnel is one-way when `from` is live and sends to `to`, each node that is `to` is live, at least one of them is in the
 * VNI, and none of them knows a way back: no tunnel of any kind, and no group it sends to that `from` hears. With a group
 * in common an entry on one side only is normal: the other has just not learned yet. Where a node is stale or unknown
 * nothing is claimed: its silence is ours, not its own. That `to` isn't in the VNI at all is another finding.
 */
export const oneWayRule = (
  tunnels: ReadonlyMap<string, unknown>,
  groups: Iterable<GroupFacts>,
  { partsOf }: VtepTable,
): OneWay => {
  const groupsOf = new Map<number, GroupFacts[]>()
  for (const group of groups) groupsOf.set(group.vni, [...(groupsOf.get(group.vni) ?? []), group])
  return ({ back, vni, from, to }, state) => {
    const owners = partsOf(to)
    const judged = state === 'live' && from !== to && owners.length > 0 && owners.every(owner => owner.state === 'live')
    if (!judged || !owners.some(({ facts }) => facts?.own.get(to)?.vnis.has(vni))) return false
    if (tunnels.has(back)) return false
    return !groupsOf.get(vni)?.some(({ senders, joined }) => senders.has(to) && joined.has(from))
  }
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

/** Tunnels by VNI and ends. `state` is the best of the nodes' that have the entries. */
export const buildTunnels = (
  parts: readonly NodePart[],
  groups: ReadonlyMap<string, GroupFacts>,
  table: VtepTable,
  vtepOrder: ReadonlyMap<string, number>,
): Tunnel[] => {
  const all = gatherClaims(parts)
  const isOneWay = oneWayRule(all, groups.values(), table)
  const placed = Array.from(all.values(), ({ tunnel: facts, claims }) => {
    const { id, vni, from, to } = facts
    const state = bestState(claims.map(claim => claim.state))
    const told = claims.length === 1 ? toldByOne(facts) : toldByAll(claims)
    const tunnel: Tunnel = { id, vni, from, to, oneWay: isOneWay(facts, state), state, ...told }
    return { tunnel, at: (vtepOrder.get(from) ?? 0) * vtepOrder.size + (vtepOrder.get(to) ?? 0) }
  })
  return placed.sort((a, b) => a.tunnel.vni - b.tunnel.vni || a.at - b.at).map(({ tunnel }) => tunnel)
}
