import type { ScenarioInput } from '../scenario'
import { ubuntu2404 } from './identities'

const FLOOD = '00:00:00:00:00:00'

/** A leaf that floods to the addresses it was given: head-end replication by hand. */
const leaf = (number: 1 | 2 | 3, remotes: readonly string[]): ScenarioInput['nodes'][number] => ({
  name: `leaf${number}`,
  identity: ubuntu2404,
  user: 'ops',
  sshOnUnderlay: true,
  links: [{ name: 'eth1', segment: 'spine', addresses: [`10.0.3.${number}/24`] }],
  vxlans: [
    {
      name: 'vxlan77',
      vni: 77,
      local: `10.0.3.${number}`,
      port: 4789,
      mac: `02:00:00:00:a7:0${number}`,
      mtu: 1450,
      disableIpv6: true,
      addresses: [`10.0.7.${number}/24`],
    },
  ],
  fdb: remotes.map(dst => ({ dev: 'vxlan77', mac: FLOOD, dst })),
})

/** What goes wrong with lists kept by hand: leaf3 was never told of leaf2, and leaf1 still sends to a leaf that is no more. */
export const oneWay: ScenarioInput = {
  name: 'one-way',
  description: 'three leaves, VNI 77 by hand-kept flood lists: one tunnel without a way back, one to nobody',
  segments: ['spine'],
  nodes: [leaf(1, ['10.0.3.2', '10.0.3.3', '10.0.3.9']), leaf(2, ['10.0.3.1', '10.0.3.3']), leaf(3, ['10.0.3.1'])],
}
