import type { VniMember, Vtep } from '@/lib/model/overlay'
import { addressKey } from '../addresses'
import { memberFrom, memberKey } from '../build/vnis'
import { vtepFrom, vtepKey } from '../build/vteps'
import { Draft } from '../lists/draft'
import { compareText, numberKey, sortedBy } from '../lists/order'
import { isSame } from '../lists/same'
import { endsOfGroup, type LiveVtep } from './facts'
import type { NodeStep } from './node'
import { factsIn, listed, type Nodes, nodesOf } from './node-steps'
import type { GroupEntry, Things, VniEntry, VtepEntry } from './overlay'

const groupKey = ({ vni, address, id }: { vni: number; address: string; id: string }): string =>
  `${numberKey(vni)}\0${addressKey(address)}\0${id}`

const sightingOf = (nodes: Nodes, id: string, entry: VtepEntry): Vtep | null => {
  const owners = nodesOf(nodes, entry.owners)
  const seenBy = nodesOf(nodes, entry.seenBy)
  const own = owners.flatMap(({ facts }) => facts.own.get({ id }) ?? [])
  const told: LiveVtep | undefined = own[0] ?? seenBy[0]?.facts.seen.get({ id })
  if (told === undefined) return null
  const holders = nodesOf(
    nodes,
    entry.holders.filter(holder => !entry.owners.includes(holder)),
  )
  const vnis = new Set(own.flatMap(facts => [...facts.vnis.keys()]))
  const seenIn = new Set<number>()
  if (vnis.size === 0) {
    for (const { facts } of seenBy) for (const vni of facts.seen.get({ id })?.vnis.keys() ?? []) seenIn.add(vni)
  }
  const { address, underlay } = told
  return vtepFrom({ id, address, underlay, owners: [...owners, ...holders], vnis, seenBy, seenIn })
}

/** VTEPs after some nodes' steps; which of them have other owners now, and which may be judged anew as the end of tunnels. */
export const joinVteps = (
  before: Things['vteps'],
  nodes: Nodes,
  steps: readonly NodeStep[],
): { vteps: Things['vteps']; owners: Set<string>; judged: Set<string> } => {
  const draft = new Draft(before)
  const ids = new Set<string>()
  const judged = new Set<string>()
  for (const step of steps) {
    const [was, is] = factsIn(step)
    const name = step.after.id
    for (const vtep of step.spoken.vteps) {
      const id = vtepKey(vtep)
      const entry = draft.get(id) ?? { id, vtep: null, owners: [], holders: [], seenBy: [] }
      draft.set({
        ...entry,
        owners: listed(entry.owners, name, is.own.get({ id: vtep }) !== undefined),
        holders: listed(entry.holders, name, is.holds.has(vtep)),
        seenBy: listed(entry.seenBy, name, is.seen.get({ id: vtep }) !== undefined),
      })
      ids.add(vtep)
      const isOwner = [was, is].some(({ own, holds }) => holds.has(vtep) || own.get({ id: vtep }) !== undefined)
      if (isOwner) judged.add(vtep)
    }
  }
  const owners = new Set<string>()
  for (const vtep of ids) {
    const entry = draft.get(vtepKey(vtep))
    if (!entry) continue
    const now = sightingOf(nodes, vtep, entry)
    if (!isSame(entry.vtep?.nodes, now?.nodes)) owners.add(vtep)
    if (entry.owners.length + entry.holders.length + entry.seenBy.length === 0) draft.delete(entry.id)
    else draft.set({ ...entry, vtep: isSame(entry.vtep, now) ? entry.vtep : now })
  }
  return { vteps: draft.commit(), owners, judged }
}

/** Groups after some nodes' steps, and the VNIs in which somebody else hears or sends now. */
export const joinGroups = (
  before: Things['groups'],
  nodes: Nodes,
  steps: readonly NodeStep[],
): { groups: Things['groups']; vnis: Set<number> } => {
  const draft = new Draft(before)
  const touched = new Map<string, { id: string; vni: number; address: string; nodes: readonly string[] }>()
  for (const step of steps) {
    const [was, is] = factsIn(step)
    for (const id of step.spoken.groups) {
      const now = is.groups.get({ id })
      const told = now ?? was.groups.get({ id })
      if (!told) continue
      const { vni, address } = told
      const list = touched.get(id)?.nodes ?? draft.get(groupKey({ vni, address, id }))?.nodes ?? []
      touched.set(id, { id, vni, address, nodes: listed(list, step.after.id, now !== undefined) })
    }
  }
  const vnis = new Set<number>()
  for (const { id, vni, address, nodes: names } of touched.values()) {
    const key = groupKey({ vni, address, id })
    const known = draft.get(key)
    const ends = nodesOf(nodes, names)
      .flatMap(({ facts }) => facts.groups.get({ id }) ?? [])
      .map(endsOfGroup)
    const joined = new Set(ends.flatMap(end => [...end.joined]))
    const senders = new Set(ends.flatMap(end => [...end.senders]))
    const unchanged =
      known &&
      isSame([...known.joined].sort(), [...joined].sort()) &&
      isSame([...known.senders].sort(), [...senders].sort())
    if (!unchanged) vnis.add(vni)
    if (names.length === 0) draft.delete(key)
    else {
      const members = [...joined].sort((a, b) => compareText(vtepKey(a), vtepKey(b)))
      const group = unchanged ? known.group : { id, vni, address, members }
      const entry: GroupEntry = { id: key, group, nodes: names, joined, senders }
      draft.set(entry)
    }
  }
  return { groups: draft.commit(), vnis }
}

/** VNIs after some nodes' steps: their members are exchanged, all others' stay. */
export const joinVnis = (before: Things['vnis'], steps: readonly NodeStep[]): Things['vnis'] => {
  const names = new Set<string>()
  const members = new Map<number, VniMember[]>()
  const membersOf = (vni: number): VniMember[] => {
    const list = members.get(vni) ?? []
    members.set(vni, list)
    return list
  }
  for (const { before: old, after } of steps) {
    if (old && old.facts.memberships === after.facts.memberships) continue
    names.add(after.shell.name)
    for (const { vni } of old?.facts.memberships ?? []) membersOf(vni)
    for (const member of after.facts.memberships) membersOf(member.vni).push(memberFrom(after.shell.name, member))
  }
  const draft = new Draft(before)
  for (const [vni, own] of members) {
    const id = numberKey(vni)
    const known: VniEntry | undefined = draft.get(id)
    const others = (known?.vni.members ?? []).filter(({ node }) => !names.has(node))
    const list = sortedBy([...others, ...own], memberKey)
    if (list.length === 0) draft.delete(id)
    else if (!isSame(known?.vni.members, list)) draft.set({ id, vni: { vni, members: list } })
  }
  return draft.commit()
}
