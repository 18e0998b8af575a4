import type { ScenarioInput } from '../scenario'
import { ubuntu2404 } from './identities'

const NODES = 50

const node = (number: number): ScenarioInput['nodes'][number] => ({
  name: `leaf${number}`,
  identity: ubuntu2404,
  user: 'ops',
  links: [{ name: 'eth1', segment: 'spine', addresses: [`10.0.2.${number}/24`] }],
  vxlans: [
    {
      ...{ name: 'vxlan0', vni: 42, group: '239.1.1.1', dev: 'eth1', mtu: 1450, disableIpv6: true },
      mac: `02:00:00:00:2a:${number.toString(16).padStart(2, '0')}`,
      addresses: [`10.0.1.${number}/24`],
    },
  ],
})

/** Many equal nodes, for measuring what reading them all costs. */
export const sweep50: ScenarioInput = {
  name: 'sweep-50',
  description: `${NODES} equal nodes, VNI 42 over the multicast group 239.1.1.1`,
  segments: ['spine'],
  nodes: Array.from({ length: NODES }, (_, index) => node(index + 1)),
}
