import { carrierOf, isVirtual } from './carrier'
import type { Check } from './check'
import type { Ground, Member } from './ground'
import { changeOf, familyOfMember, nodeSubject, OVERHEAD } from './members'
import { linkLine, stateLine } from './witness'

/** Greatest MTU that a member's underlay carries unbroken; `null` where that isn't known. */
export const roomOf = (ground: Ground, member: Member): { room: number; carrier: string } | null => {
  const view = ground.view(member.node)
  const carrier = view && carrierOf(view, member.link)
  const family = familyOfMember(member)
  if (!carrier || isVirtual(carrier) || carrier.mtu === null || family === null) return null
  return { room: carrier.mtu - OVERHEAD[family], carrier: carrier.ifname }
}

export const mtuUnderlay: Check = {
  id: 'mtuUnderlay',
  severity: 'warning',
  over: 'node',
  means: 'VXLAN adds 50 bytes over IPv4 and 70 over IPv6: what the underlay can’t carry is fragmented or lost.',
  how: 'The VXLAN device’s MTU and the overhead exceed the MTU of the device it sends by.',
  find: (ground, node) => {
    const seen = new Set<string>()
    return ground.membersOn(node).flatMap(member => {
      const { link } = member
      const found = roomOf(ground, member)
      const carrier = found && ground.view(node)?.linkOf(found.carrier)
      if (!found || !carrier || link.mtu === null || link.mtu <= found.room || seen.has(link.ifname)) return []
      seen.add(link.ifname)
      const overhead = (carrier.mtu ?? 0) - found.room
      return [
        {
          subject: nodeSubject(node),
          place: link.ifname,
          verdict: `${link.ifname} on ${node} takes packets of ${link.mtu} bytes, ${carrier.ifname} carries ${found.room} and ${overhead} of VXLAN: larger ones are fragmented or lost.`,
          evidence: [
            ...stateLine(ground, node, link),
            ...stateLine(ground, node, carrier),
            ...linkLine(ground, node, link),
          ],
          mend: changeOf(member, { mtu: found.room }),
        },
      ]
    })
  },
}
