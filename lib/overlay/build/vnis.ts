import type { Group, Vni, VniMember } from '@/lib/model/overlay'
import { addressKey } from '../addresses'
import { compareText, naturalKey, sortedBy } from '../lists/order'
import type { GroupFacts } from './book'
import type { Membership } from './members'
import type { NodePart } from './part'

/** A VXLAN device as a member of one of its VNIs. */
export const memberFrom = (node: string, { link, vtep, group }: Membership): VniMember => ({
  node,
  ifname: link.ifname,
  vtep,
  group,
  port: link.vxlan?.port ?? null,
  mtu: link.mtu,
  learning: link.vxlan?.learning ?? null,
})

/** Text whose order is that of a VNI's members: by node and device. */
export const memberKey = ({ node, ifname }: VniMember): string => `${naturalKey(node)}\0${naturalKey(ifname)}`

/** VNIs by number, the devices in each by node and name. */
export const buildVnis = (parts: readonly NodePart[]): Vni[] => {
  const members = new Map<number, VniMember[]>()
  for (const { node, facts } of parts) {
    for (const membership of facts?.memberships ?? []) {
      const member = memberFrom(node.name, membership)
      const list = members.get(membership.vni)
      if (list) list.push(member)
      else members.set(membership.vni, [member])
    }
  }
  return [...members]
    .sort(([a], [b]) => a - b)
    .map(([vni, list]) => ({
      vni,
      members: sortedBy(list, memberKey),
    }))
}

/** Groups of all nodes, by id: who hears each, and who sends to it. */
export const mergeGroups = (parts: readonly NodePart[]): Map<string, GroupFacts> => {
  const groups = new Map<string, GroupFacts>()
  for (const { facts } of parts) {
    for (const [id, { joined, senders, ...rest }] of facts?.groups ?? []) {
      const group = groups.get(id)
      groups.set(id, {
        ...rest,
        joined: new Set([...(group?.joined ?? []), ...joined]),
        senders: new Set([...(group?.senders ?? []), ...senders]),
      })
    }
  }
  return groups
}

/** Multicast groups by VNI and address. Members are those who joined: who only sends to a group doesn't hear it. */
export const buildGroups = (groups: ReadonlyMap<string, GroupFacts>, vtepOrder: ReadonlyMap<string, number>): Group[] =>
  Array.from(groups.values(), ({ id, vni, address, joined }) => ({
    ...{ id, vni, address },
    members: [...joined].sort((a, b) => (vtepOrder.get(a) ?? 0) - (vtepOrder.get(b) ?? 0)),
  })).sort(
    (a, b) => a.vni - b.vni || compareText(addressKey(a.address), addressKey(b.address)) || compareText(a.id, b.id),
  )
