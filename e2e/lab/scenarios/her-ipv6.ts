import type { ScenarioInput } from '../scenario'
import { ubuntu2404 } from './identities'

const VTEPS = ['2001:db8:2::1', '2001:db8:2::2', '2001:db8:2::3']

/** Leaf `number` (1 to 3): a bridge with one tenant's host and a VXLAN device that floods to the other leaves by a list. */
const leaf = (number: 1 | 2 | 3): ScenarioInput['nodes'][number] => {
  const local = `2001:db8:2::${number}`
  return {
    name: `leaf${number}`,
    identity: ubuntu2404,
    user: 'ops',
    sshOnUnderlay: true,
    links: [{ name: 'eth1', segment: 'spine', mtu: 1600, addresses: [`${local}/64`] }],
    bridges: [{ name: 'br100', mac: `02:00:00:00:b1:0${number}`, mtu: 1500 }],
    vxlans: [
      {
        name: 'vxlan100',
        vni: 100,
        local,
        port: 4789,
        ttl: 64,
        mac: `02:00:00:00:a1:0${number}`,
        mtu: 1500,
        disableIpv6: true,
        bridge: 'br100',
      },
    ],
    fdb: VTEPS.filter(vtep => vtep !== local).map(dst => ({ dev: 'vxlan100', mac: '00:00:00:00:00:00', dst })),
    hosts: [
      { name: `host${number}`, bridge: 'br100', mac: `02:00:00:00:c1:0${number}`, addresses: [`192.0.2.${number}/24`] },
    ],
  }
}

/** Head-end replication over an IPv6 underlay: no multicast, one flood row per remote, hosts behind bridges. */
export const herIpv6: ScenarioInput = {
  name: 'her-ipv6',
  description: 'three leaves, VNI 100 by head-end replication over an IPv6 underlay, a bridge and a host each',
  segments: ['spine'],
  nodes: [leaf(1), leaf(2), leaf(3)],
}
