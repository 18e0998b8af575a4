import { ALL_ZERO_MAC } from '../mac'
import { type Check, findingId } from './check'
import { nodeSubject } from './members'
import { vniAlone } from './vni-alone'

export const floodUnexpected: Check = {
  id: 'floodUnexpected',
  severity: 'warning',
  over: 'tunnel',
  means: 'Frames flooded to a node without the VNI are dropped there.',
  how: 'A flood list or remote names a node of ours that is live and does not have the VNI, or the sender itself.',
  find: (ground, key) => {
    const tunnel = ground.tunnels.get(key)
    if (tunnel?.state !== 'live' || !(tunnel.kinds.includes('flood') || tunnel.kinds.includes('remote'))) return []
    const owners = ground.vteps.get(tunnel.to)?.nodes ?? []
    const toItself = tunnel.from === tunnel.to
    if (owners.length === 0 || !owners.every(owner => ground.isLive(owner))) return []
    const inVni = owners.some(owner => ground.membersOn(owner).some(({ vni }) => vni === tunnel.vni))
    if (inVni && !toItself) return []
    const address = tunnel.to.slice(tunnel.to.lastIndexOf('/') + 1).replace(/^vtep:/, '')
    const senders = (ground.vteps.get(tunnel.from)?.nodes ?? []).filter(sender => ground.isLive(sender))
    return senders.map(node => {
      const devices = ground.membersOn(node).filter(({ vni, vtep }) => vni === tunnel.vni && vtep === tunnel.from)
      const listed = devices.flatMap(({ link }) =>
        [...ground.device(node, link.ifname).flood.values()].filter(row => row.dst === address),
      )
      return {
        subject: nodeSubject(node),
        place: `${tunnel.vni}>${address}`,
        verdict: toItself
          ? `${node} floods to its own address ${address} in VNI ${tunnel.vni}.`
          : `${node} floods to ${owners.join(', ')} (${address}) in VNI ${tunnel.vni}, which it does not have.`,
        evidence: tunnel.evidence.slice(0, 2),
        mend: listed.map(({ ifname }) => ({
          node,
          run: [['bridge', 'fdb', 'del', ALL_ZERO_MAC, 'dev', ifname, 'dst', address]],
        })),
        because: [findingId(vniAlone.id, `vni:${tunnel.vni}`)],
      }
    })
  },
}
