import { type Around, tunnelFrom } from '../build/tunnels'
import { vtepKey } from '../build/vteps'
import { Draft, type Table } from '../lists/draft'
import { numberKey } from '../lists/order'
import { isSame } from '../lists/same'
import { liveTunnelId, tunnelsTo } from './facts'
import type { LiveNode, NodeStep } from './node'
import { factsIn, listed, nodesOf } from './node-steps'
import type { GroupEntry, Things, TunnelEntry } from './overlay'
import { tunnelFactsOf } from './tunnel'

const tunnelKey = ({ vni, from, to }: { vni: number; from: string; to: string }): string =>
  `${numberKey(vni)}\0${vtepKey(from)}\0${vtepKey(to)}`

const startingWith = function* <T extends { id: string }>(table: Table<T>, prefix: string): Iterable<T> {
  for (const item of table.from({ id: prefix })) {
    if (!item.id.startsWith(prefix)) return
    yield item
  }
}

type Ends = { vni: number; from: string; to: string }

interface TunnelCauses {
  steps: readonly NodeStep[]
  /** VTEPs whose owners may answer differently now. */
  judged: ReadonlySet<string>
  /** VNIs with other groups than before. */
  vnis: ReadonlySet<number>
}

const aroundOf = (
  { nodes, vteps, groups }: Omit<Things, 'tunnels' | 'vnis'>,
  exists: (key: string) => boolean,
): Around => ({
  ownersOf: (vtep, vni) => {
    const entry = vteps.get({ id: vtepKey(vtep) })
    const names = entry ? [...new Set([...entry.owners, ...entry.holders])] : []
    return nodesOf(nodes, names).map(({ state, facts }) => ({
      state,
      inVni: facts.own.get({ id: vtep })?.vnis.has(vni) ?? false,
    }))
  },
  hasBack: ({ vni, from, to }) => exists(tunnelKey({ vni, from: to, to: from })),
  groupsOf: memoisedGroups(groups),
})

const memoisedGroups = (groups: Things['groups']): Around['groupsOf'] => {
  const known = new Map<number, GroupEntry[]>()
  return vni => {
    const found = known.get(vni) ?? [...startingWith(groups, `${numberKey(vni)}\0`)]
    known.set(vni, found)
    return found
  }
}

/** Tunnels after some nodes' steps: those told of, those the other way of ones that came or went, and those judged anew. */
export const joinTunnels = (
  before: Things['tunnels'],
  things: Omit<Things, 'tunnels' | 'vnis'>,
  causes: TunnelCauses,
): Things['tunnels'] => {
  const { nodes, vteps } = things
  const claimants = new Map<string, { ends: Ends; nodes: readonly string[] }>()
  const take = (ends: Ends) => {
    const key = tunnelKey(ends)
    const known = claimants.get(key)
    if (known) return { key, ...known }
    const made = { ends, nodes: before.get({ id: key })?.nodes ?? [] }
    claimants.set(key, made)
    return { key, ...made }
  }
  for (const step of causes.steps) {
    const [was, is] = factsIn(step)
    for (const id of step.spoken.tunnels) {
      const now = is.tunnels.get({ id })
      const ends = (now ?? was.tunnels.get({ id }))?.ends
      if (!ends) continue
      const { key, nodes: list } = take(ends)
      claimants.set(key, { ends, nodes: listed(list, step.after.id, now !== undefined) })
    }
  }
  for (const [key, { ends, nodes: names }] of [...claimants]) {
    const existed = before.get({ id: key }) !== undefined
    if (existed !== names.length > 0) take({ vni: ends.vni, from: ends.to, to: ends.from })
  }
  for (const vtep of causes.judged) {
    const seenBy = vteps.get({ id: vtepKey(vtep) })?.seenBy ?? []
    for (const { facts } of nodesOf(nodes, seenBy)) for (const { ends } of tunnelsTo(facts, vtep)) take(ends)
  }
  for (const vni of causes.vnis) {
    for (const { tunnel } of startingWith(before, `${numberKey(vni)}\0`)) take(tunnel)
  }
  const exists = (key: string) => (claimants.get(key)?.nodes ?? before.get({ id: key })?.nodes ?? []).length > 0
  const around = aroundOf(things, exists)
  const draft = new Draft(before)
  for (const [key, { ends, nodes: names }] of claimants) {
    const entry = tunnelEntry(key, ends, nodesOf(nodes, names), around)
    const known = before.get({ id: key })
    if (!entry) draft.delete(key)
    else draft.set(known && isSame(known.tunnel, entry.tunnel) ? { ...entry, tunnel: known.tunnel } : entry)
  }
  return draft.commit()
}

const tunnelEntry = (key: string, ends: Ends, nodes: readonly LiveNode[], around: Around): TunnelEntry | null => {
  const claims = nodes.flatMap(({ node, facts, frame, state }) => {
    const live = facts.tunnels.get({ id: liveTunnelId(ends) })
    return live && frame ? [{ node: node.name, facts: tunnelFactsOf(live, frame.witness), state }] : []
  })
  const [first] = claims
  if (!first) return null
  return { id: key, nodes: nodes.map(({ id }) => id), tunnel: tunnelFrom(first.facts, claims, around) }
}
