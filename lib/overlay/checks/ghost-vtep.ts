import type { Check } from './check'
import { LINES } from './witness'

export const ghostVtep: Check = {
  id: 'ghostVtep',
  severity: 'info',
  over: 'vtep',
  means:
    'Nodes send to an address that no node of the inventory has: a node that is missing here, or one that is gone.',
  how: 'Every node of the inventory has been read and none has the address.',
  find: (ground, key) => {
    const vtep = ground.vteps.get(key)
    if (!vtep || vtep.nodes.length > 0 || vtep.state !== 'live' || !ground.allRead) return []
    const tunnels = ground.tunnelsOfTarget(key).filter(({ state }) => state === 'live')
    if (tunnels.length === 0) return []
    const senders = [...new Set(tunnels.flatMap(({ from }) => ground.vteps.get(from)?.nodes ?? []))].sort()
    const flood = tunnels.flatMap(({ from, vni, kinds }) =>
      kinds.includes('flood') || kinds.includes('static')
        ? (ground.vteps.get(from)?.nodes ?? []).flatMap(node =>
            ground
              .membersOn(node)
              .filter(member => member.vni === vni && member.vtep === from)
              .flatMap(({ link }) => [...ground.device(node, link.ifname).flood.values()])
              .filter(({ dst }) => dst === vtep.address),
          )
        : [],
    )
    return [
      {
        subject: key,
        verdict: `${senders.join(', ')} ${senders.length > 1 ? 'send' : 'sends'} to ${vtep.address}, which no node of the inventory has.`,
        evidence: tunnels.flatMap(({ evidence }) => evidence.slice(0, 1)).slice(0, LINES),
        mend: flood.map(({ node, ifname, mac }) => ({
          node,
          run: [['bridge', 'fdb', 'del', mac, 'dev', ifname, 'dst', vtep.address]],
        })),
      },
    ]
  },
}
