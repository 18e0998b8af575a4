import { ALL_ZERO_MAC } from '../mac'
import type { Check, Draft } from './check'
import type { Ground, Member } from './ground'
import { nodeSubject } from './members'
import { linkLine } from './witness'

const draft = (ground: Ground, member: Member): Draft[] => {
  const { node, link, group, remote, vni } = member
  const { flood, fixed } = ground.device(node, link.ifname)
  if (link.vxlan?.external || flood.size > 0) return []
  const to = group ?? remote
  const about = { subject: nodeSubject(node), place: link.ifname, evidence: linkLine(ground, node, link) }
  if (to !== null) {
    const via = link.link === null ? [] : ['via', link.link]
    return [
      {
        ...about,
        verdict: `${link.ifname} on ${node} has lost its flood entry to ${to}: ARP and broadcast go nowhere.`,
        mend: [{ node, run: [['bridge', 'fdb', 'append', ALL_ZERO_MAC, 'dev', link.ifname, 'dst', to, ...via]] }],
      },
    ]
  }
  const others = ground.members(vni).filter(other => other.node !== node && other.address !== null)
  // A control plane, or entries by hand, may make flooding needless.
  if (fixed > 0 || others.length === 0) return []
  return [
    {
      ...about,
      verdict: `${link.ifname} on ${node} has no group, no remote and no flood list: ARP and broadcast go nowhere.`,
      mend: [
        {
          node,
          run: others.map(({ address }) => [
            ...['bridge', 'fdb', 'append', ALL_ZERO_MAC, 'dev', link.ifname],
            ...['dst', address ?? ''],
          ]),
        },
      ],
    },
  ]
}

export const floodGone: Check = {
  id: 'floodGone',
  severity: 'error',
  over: 'tables',
  means: 'Without an all-zero entry a device drops every frame whose MAC it doesn’t know, ARP first.',
  how: 'A VXLAN device has no entry of MAC 00:00:00:00:00:00 and nothing that would make up for it.',
  find: (ground, key) => ground.members(Number(key)).flatMap(member => draft(ground, member)),
}
