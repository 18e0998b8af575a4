import type { Check } from './check'
import type { Ground, Member } from './ground'
import { changeOf, nodeSubject } from './members'
import { linkLine } from './witness'

/** Whether somebody behind a member, or the member itself, has a MAC that others would have to know. */
const hasHosts = (ground: Ground, { node, link, vni }: Member): boolean =>
  (link.master === null && link.addresses.length > 0) || ground.hasLocal(node, vni)

export const learningOff: Check = {
  id: 'learningOff',
  severity: 'warning',
  over: 'tables',
  means: 'A device that doesn’t learn and is told of no MAC floods every frame.',
  how: 'Learning is off, no entry was put there by hand or by a control plane, and a peer learns or has hosts.',
  find: (ground, key) => {
    const members = ground.members(Number(key))
    const isLost = ({ node, link }: Member): boolean =>
      link.vxlan?.learning === false && !link.vxlan.external && link.up && ground.device(node, link.ifname).fixed === 0
    return members.filter(isLost).flatMap(member => {
      const { node, link } = member
      const peers = members.filter(peer => peer.node !== node)
      if (!peers.some(peer => peer.link.vxlan?.learning === true || hasHosts(ground, peer))) return []
      return [
        {
          subject: nodeSubject(node),
          place: link.ifname,
          verdict: `${link.ifname} on ${node} doesn’t learn and has no entries of its own: it floods every frame.`,
          evidence: [
            ...linkLine(ground, node, link),
            ...peers.slice(0, 1).flatMap(peer => linkLine(ground, peer.node, peer.link)),
          ],
          mend: changeOf(member, { learning: true }),
        },
      ]
    })
  },
}
