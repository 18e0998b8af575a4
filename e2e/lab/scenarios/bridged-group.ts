import type { ScenarioInput } from '../scenario'
import { ubuntu2404 } from './identities'

/** Node `number` (1 to 3) with its bridge; what it has of its own and behind it is added. */
const member = (name: string, number: number): ScenarioInput['nodes'][number] => ({
  name,
  identity: ubuntu2404,
  user: 'ops',
  links: [{ name: 'eth1', segment: 'lan', mtu: 1600, addresses: [`10.0.7.${number}/24`] }],
  vxlans: [
    {
      ...{ name: 'vxlan7', vni: 7, group: '239.1.1.7', dev: 'eth1', port: 4789, ttl: 4, mtu: 1500 },
      ...{ mac: `02:00:00:07:a1:0${number}`, disableIpv6: true, bridge: 'br7' },
    },
  ],
})

const bridge = (number: number) => ({ name: 'br7', mac: `02:00:00:07:b1:0${number}`, mtu: 1500 })
const host = (number: number) => ({
  ...{ name: `desk${number}`, bridge: 'br7', mac: `02:00:00:07:c1:0${number}` },
  addresses: [`192.0.2.${number}/24`],
})

/** A multicast group under bridges: two switches with a host each, and a gateway whose bridge has the address itself. */
export const bridgedGroup: ScenarioInput = {
  name: 'bridged-group',
  description: 'VNI 7 over the group 239.1.1.7: two bridges with a host each, and a gateway with an address on its own',
  segments: ['lan'],
  nodes: [
    { ...member('switch1', 1), bridges: [bridge(1)], hosts: [host(1)] },
    { ...member('switch2', 2), bridges: [bridge(2)], hosts: [host(2)] },
    { ...member('gateway', 3), bridges: [{ ...bridge(3), addresses: ['192.0.2.254/24'] }] },
  ],
}
