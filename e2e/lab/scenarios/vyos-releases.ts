import type { ScenarioInput } from '../scenario'
import { ubuntu2404, vyosOf } from './identities'

/** Of each release line of VyOS a node to be configured, and a server beside them; nothing is overlaid yet. */
export const vyosReleases: ScenarioInput = {
  name: 'vyos-releases',
  description: 'VyOS 1.2, 1.3, 1.4 and 1.5 and an Ubuntu server on one segment, without any VXLAN device',
  segments: ['lan'],
  nodes: [
    ...['1.2.9', '1.3.8', '1.4.2', '1.5-rolling-202410010007'].map((release, index) => ({
      name: `vyos1${index + 2}`,
      identity: vyosOf(release),
      user: 'vyos',
      links: [{ name: 'eth1', segment: 'lan', addresses: [`10.0.2.${index + 2}/24`] }],
    })),
    {
      name: 'ubuntu',
      identity: ubuntu2404,
      user: 'ops',
      links: [{ name: 'eth1', segment: 'lan', addresses: ['10.0.2.1/24'] }],
    },
  ],
}
