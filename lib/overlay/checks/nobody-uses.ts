import { isNodeLocal } from '../addresses'
import type { Check } from './check'
import { changeOf, nodeSubject } from './members'
import { linkLine, stateLine } from './witness'

export const nobodyUses: Check = {
  id: 'nobodyUses',
  severity: 'warning',
  over: 'node',
  means: 'A VXLAN device in no bridge and without an address, a link-local one aside, carries nothing.',
  how: 'It has no master, no address but link-local ones, and no device on top of it.',
  find: (ground, node) => {
    const view = ground.view(node)
    const links = view?.reading.links ?? []
    // A node that told of no address at all was not asked, or not understood.
    if (!view || links.every(({ addresses }) => addresses.length === 0)) return []
    const bridges = links.filter(({ kind }) => kind === 'bridge')
    return ground.membersOn(node).flatMap(member => {
      const { link } = member
      const used =
        link.master !== null ||
        link.vxlan?.external ||
        links.some(each => each.link === link.ifname) ||
        link.addresses.some(({ address }) => !isNodeLocal(view.canonical(address) ?? address))
      if (used) return []
      const [bridge, ...others] = bridges
      const lacks = link.addresses.length === 0 ? 'no address' : 'no address but a link-local one'
      return [
        {
          subject: nodeSubject(node),
          place: link.ifname,
          verdict: `${link.ifname} on ${node} is in no bridge and has ${lacks}: nothing uses it.`,
          evidence: [...stateLine(ground, node, link), ...linkLine(ground, node, link)],
          mend: bridge && others.length === 0 ? changeOf(member, { bridge: bridge.ifname }) : [],
        },
      ]
    })
  },
}
