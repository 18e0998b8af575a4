import type { ScenarioInput } from '../scenario'
import { ubuntu2404, vyos111 } from './identities'

/** One end of the overlay: VNI 42 over the group 239.1.1.1, port left to the kernel. */
const vxlan0 = (mac: string, address: string) => ({
  name: 'vxlan0',
  vni: 42,
  group: '239.1.1.1',
  dev: 'eth1',
  ageing: 300,
  mac,
  mtu: 1450,
  // Router solicitations and MLD would fill the peers' FDB before anybody pings.
  disableIpv6: true,
  addresses: [address],
})

const eth1 = (address: string) => [{ name: 'eth1', segment: 'lan', addresses: [address] }]

/** The topology of 2014: two VyOS 1.1.1 routers and an Ubuntu server, one VNI over multicast. VyOS sets ttl 16, Ubuntu none. */
export const seed2014: ScenarioInput = {
  name: 'seed-2014',
  description: 'two VyOS 1.1.1 routers and an Ubuntu server, VNI 42 over the multicast group 239.1.1.1',
  segments: ['lan'],
  nodes: [
    {
      name: 'vyos01',
      identity: vyos111,
      user: 'vyos',
      sshOnUnderlay: true,
      links: eth1('10.0.2.254/24'),
      vxlans: [{ ...vxlan0('86:24:26:b2:11:5c', '10.0.1.254/24'), ttl: 16 }],
    },
    {
      name: 'vyos02',
      identity: vyos111,
      user: 'vyos',
      sshOnUnderlay: true,
      links: eth1('10.0.2.253/24'),
      vxlans: [{ ...vxlan0('4e:69:a4:a7:ef:1c', '10.0.1.253/24'), ttl: 16 }],
    },
    {
      name: 'ubuntu',
      identity: ubuntu2404,
      user: 'ops',
      sshOnUnderlay: true,
      links: eth1('10.0.2.1/24'),
      vxlans: [vxlan0('d6:ff:c1:27:69:a0', '10.0.1.1/24')],
    },
  ],
}
