import type { Tunnel } from '@/lib/model/overlay'
import { ALL_ZERO_MAC } from '../mac'
import { type Check, findingId } from './check'
import { familyMixed } from './family-mixed'
import { floodGone } from './flood-gone'
import type { Ground, Member } from './ground'
import { nodeSubject, vniSubject } from './members'
import { reverseId } from './tunnel-index'
import { linkLine } from './witness'

const floods = ({ kinds }: Tunnel): boolean => kinds.includes('flood') || kinds.includes('remote')

/** Whether what `from` floods gets to `to` by a group. */
const byGroup = (ground: Ground, from: Member, to: string): boolean =>
  from.group !== null &&
  [...ground.groups.values()].some(
    group => group.vni === from.vni && group.address === from.group && group.members.includes(to),
  )

export const floodMissing: Check = {
  id: 'floodMissing',
  severity: 'error',
  over: 'tunnel',
  means: 'Who is not on a member’s flood list gets none of its ARP and broadcast.',
  how: 'A member floods to another which, over all it is configured with, doesn’t flood back.',
  find: (ground, key) => {
    const tunnel = ground.tunnels.get(key)
    if (tunnel?.state !== 'live' || !floods(tunnel)) return []
    const owners = ground.vteps.get(tunnel.to)?.nodes ?? []
    const [node, ...twins] = owners
    if (!node || twins.length > 0) return []
    const member = ground.membersOn(node).find(({ vni, vtep }) => vni === tunnel.vni && vtep === tunnel.to)
    const back = ground.tunnels.get(reverseId(tunnel))
    const senders = ground.vteps.get(tunnel.from)?.nodes ?? []
    if (!member || senders.length === 0 || !senders.every(sender => ground.isLive(sender))) return []
    if ((back && floods(back)) || byGroup(ground, member, tunnel.from)) return []
    const dst = tunnel.from.slice(tunnel.from.lastIndexOf('/') + 1).replace(/^vtep:/, '')
    const ifname = member.link.ifname
    return [
      {
        subject: vniSubject(tunnel.vni),
        place: `${node}>${dst}`,
        verdict: `${node} doesn’t flood to ${senders.join(', ')} (${dst}) in VNI ${tunnel.vni}, which floods to it: ARP and broadcast go one way.`,
        evidence: [...tunnel.evidence.slice(0, 1), ...linkLine(ground, node, member.link), ...(back?.evidence ?? [])],
        mend: member.link.vxlan?.external
          ? []
          : [{ node, run: [['bridge', 'fdb', 'append', ALL_ZERO_MAC, 'dev', ifname, 'dst', dst]] }],
        because: [
          findingId(familyMixed.id, vniSubject(tunnel.vni)),
          findingId(floodGone.id, nodeSubject(node), ifname),
        ],
      },
    ]
  },
}
