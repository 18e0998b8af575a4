import type { ScenarioInput } from '../scenario'
import { ubuntu2404, vyos111, vyosOf } from './identities'

const node = (name: string, at: number, identity: typeof ubuntu2404, user: string) => ({
  ...{ name, identity, user },
  sshOnUnderlay: true,
  links: [{ name: 'eth1', segment: 'lan', addresses: [`10.0.2.${at}/24`] }],
})

/** Of each release line of VyOS a node to be configured, and a server beside them; nothing is overlaid yet. */
export const vyosReleases: ScenarioInput = {
  name: 'vyos-releases',
  description: 'VyOS 1.1 to 1.5 and an Ubuntu server on one segment, without any VXLAN device',
  segments: ['lan'],
  nodes: [
    node('vyos11', 6, vyos111, 'vyos'),
    ...['1.2.9', '1.3.8', '1.4.2', '1.5-rolling-202410010007'].map((release, index) =>
      node(`vyos1${index + 2}`, index + 2, vyosOf(release), 'vyos'),
    ),
    node('ubuntu', 1, ubuntu2404, 'ops'),
  ],
}

/** The ends of an overlay to be, on releases of VyOS that set the port. */
export const vyosPorts: ScenarioInput = {
  name: 'vyos-ports',
  description: 'VyOS 1.3 and 1.4, which set a port, and an Ubuntu server on one segment, without any VXLAN device',
  segments: ['lan'],
  nodes: [
    node('vyos01', 254, vyosOf('1.3.8'), 'vyos'),
    node('vyos02', 253, vyosOf('1.4.2'), 'vyos'),
    node('ubuntu', 1, ubuntu2404, 'ops'),
  ],
}
