import type { Command, Tools } from './command'
import type { ScenarioVxlan } from './scenario'

type Word = string | number | readonly number[] | undefined

const valued = (options: Record<string, Word>): string[] =>
  Object.entries(options).flatMap(([word, value]) => (value === undefined ? [] : [word, ...[value].flat().map(String)]))

/** `[no]word`, as `ip link add … type vxlan` takes them. */
const switches = (options: Record<string, boolean | undefined>): string[] =>
  Object.entries(options).flatMap(([word, on]) => (on === undefined ? [] : [on ? word : `no${word}`]))

/** The commands that make a VXLAN device, up to but without setting it up. */
export const planVxlan = ({ ip, bridge, sysctl }: Tools, device: ScenarioVxlan): Command[] => [
  ip(
    ...['link', 'add', device.name],
    ...valued({ address: device.mac, mtu: device.mtu }),
    ...['type', 'vxlan'],
    ...(device.external ? ['external'] : []),
    ...(device.vnifilter ? ['vnifilter'] : []),
    ...valued({ id: device.vni, group: device.group, remote: device.remote, local: device.local, dev: device.dev }),
    ...valued({ srcport: device.sourcePorts, dstport: device.port, ttl: device.ttl, tos: device.tos, df: device.df }),
    ...valued({ flowlabel: device.flowlabel, ageing: device.ageing, maxaddress: device.maxaddress }),
    ...switches({ learning: device.learning, proxy: device.proxy, rsc: device.rsc }),
    ...switches({ l2miss: device.l2miss, l3miss: device.l3miss, udpcsum: device.udpcsum }),
    ...switches({ udp6zerocsumtx: device.udp6zerocsumtx, udp6zerocsumrx: device.udp6zerocsumrx }),
    ...(device.gbp ? ['gbp'] : []),
  ),
  ...(device.disableIpv6 ? [sysctl(`net/ipv6/conf/${device.name}/disable_ipv6`, '1')] : []),
  ...(device.vrf === undefined ? [] : [ip('link', 'set', device.name, 'master', device.vrf)]),
  ...(device.bridge === undefined ? [] : [ip('link', 'set', device.name, 'master', device.bridge)]),
  ...device.vnis.map(({ vni, group, remote }) =>
    bridge('vni', 'add', 'vni', String(vni), ...valued({ group, remote }), 'dev', device.name),
  ),
]

const onOff = (options: Record<string, boolean | undefined>): string[] =>
  Object.entries(options).flatMap(([word, on]) => (on === undefined ? [] : [word, on ? 'on' : 'off']))

/** What it is as a port of its bridge: flags and VLANs. */
export const vxlanPortCommands = ({ bridge }: Tools, device: ScenarioVxlan): Command[] => {
  const { bridgeLearning: learning, neighSuppress: neigh_suppress, vlanTunnel: vlan_tunnel } = device
  const flags = onOff({ learning, neigh_suppress, vlan_tunnel })
  return [
    ...(flags.length > 0 ? [bridge('link', 'set', 'dev', device.name, ...flags)] : []),
    ...device.portVlans.flatMap(({ vlan, untagged, pvid, vni }) => [
      bridge(
        'vlan',
        'add',
        'vid',
        String(vlan),
        'dev',
        device.name,
        ...(pvid ? ['pvid'] : []),
        ...(untagged ? ['untagged'] : []),
      ),
      ...(vni === undefined
        ? []
        : [bridge('vlan', 'add', 'vid', String(vlan), 'dev', device.name, 'tunnel_info', 'id', String(vni))]),
    ]),
  ]
}
