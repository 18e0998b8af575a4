import { vtepId } from '../identity'
import { isVirtual } from './carrier'
import type { Check } from './check'
import { addressLine } from './witness'

const HOST = { ipv4: 32, ipv6: 128 }

export const addressTwice: Check = {
  id: 'addressTwice',
  severity: 'error',
  over: 'vtep',
  means: 'Two nodes with one underlay address take each other’s packets.',
  how: 'Two live nodes have a VTEP’s address, and not on purpose: not as a host address of a loopback or dummy on each.',
  find: (ground, key) => {
    const vtep = ground.vteps.get(key)
    if (!vtep || vtep.nodes.length < 2) return []
    const holders = vtep.nodes.flatMap(node => {
      const view = ground.view(node)
      return (view?.reading.links ?? []).flatMap(link => {
        if (!view || vtepId(view.vrfOf(link.ifname), vtep.address) !== key) return []
        const found = link.addresses.find(({ address }) => view.canonical(address) === vtep.address)
        if (!found) return []
        const host = HOST[vtep.address.includes(':') ? 'ipv6' : 'ipv4']
        return [{ node, link, meant: isVirtual(link) && found.prefixlen === host }]
      })
    })
    const nodes = [...new Set(holders.map(({ node }) => node))]
    if (nodes.length < 2 || holders.every(({ meant }) => meant)) return []
    return [
      {
        subject: key,
        verdict: `${nodes.join(' and ')} both have the underlay address ${vtep.address}: packets to it reach one or the other.`,
        evidence: holders.flatMap(({ node, link }) => addressLine(ground, node, link, vtep.address)),
      },
    ]
  },
}
