import type { Iproute2Release, LinkState, NodeState } from '../model/state'

/**
 * One attribute of a device as JSON (`key`, `value`) and as words of text; `text: null` where the text has none.
 * One table for both, so they can't drift apart.
 */
export interface Field {
  key: string
  value: string | number | boolean
  text: string | null
}

const same = (key: string, value: string | number): Field => ({ key, value, text: `${key} ${value}` })
const named = (key: string, text: string, value: string | number): Field => ({ key, value, text: `${text} ${value}` })
const onOff = (key: string, value: boolean, text = key): Field => ({
  key,
  value,
  text: `${text} ${value ? 'on' : 'off'}`,
})
const timer = (key: string, value: number): Field => ({ key, value, text: `${key} ${value.toFixed(2).padStart(7)}` })

const bridgeId = (mac: string): string =>
  `8000.${mac
    .split(':')
    .map(byte => Number.parseInt(byte, 16).toString(16))
    .join(':')}`

/** What `ip -d` tells of a bridge (iproute2 ip/iplink_bridge.c). The ageing time is in 1/100 s. */
export const bridgeFields = ({ mac, bridge }: LinkState, release: Iproute2Release): Field[] =>
  bridge === null
    ? []
    : [
        same('forward_delay', 1500),
        same('hello_time', 200),
        same('max_age', 2000),
        same('ageing_time', bridge.ageing * 100),
        same('stp_state', 0),
        same('priority', 32768),
        same('vlan_filtering', bridge.vlanFiltering ? 1 : 0),
        ...(bridge.vlanFiltering ? [named('vlan_protocol', 'vlan_protocol', '802.1Q')] : []),
        same('bridge_id', bridgeId(mac)),
        named('root_id', 'designated_root', bridgeId(mac)),
        same('root_port', 0),
        same('root_path_cost', 0),
        same('topology_change', 0),
        same('topology_change_detected', 0),
        timer('hello_timer', 0),
        timer('gc_timer', 0),
        ...(release === '7.1.0' ? [same('fdb_n_learned', 0), same('fdb_max_learned', 0)] : []),
        same('group_fwd_mask', '0'),
        named('group_addr', 'group_address', '01:80:c2:00:00:00'),
        same('mcast_snooping', 1),
        same('nf_call_iptables', 0),
      ]

/** What `ip -d` tells of a bridge's port (iproute2 ip/iplink_bridge_slave.c). */
export const portFields = (state: NodeState, link: LinkState): Field[] => {
  const bridge = state.links.find(({ ifname }) => ifname === link.master)
  if (!bridge) return []
  const ports = state.links.filter(({ master }) => master === link.master)
  const number = ports.indexOf(link) + 1
  return [
    named('state', 'state', 'forwarding'),
    same('priority', 32),
    same('cost', link.kind === 'vxlan' ? 100 : 2),
    onOff('hairpin', false),
    onOff('guard', false),
    onOff('root_block', false),
    onOff('fastleave', false),
    onOff('learning', true),
    onOff('flood', true),
    named('id', 'port_id', `0x80${number.toString(16).padStart(2, '0')}`),
    named('no', 'port_no', `0x${number.toString(16)}`),
    same('designated_port', 32768 + number),
    same('designated_cost', 0),
    named('bridge_id', 'designated_bridge', bridgeId(bridge.mac)),
    named('root_id', 'designated_root', bridgeId(bridge.mac)),
    timer('hold_timer', 0),
    onOff('proxy_arp', false),
    named('multicast_router', 'mcast_router', 1),
    onOff('mcast_flood', true),
    onOff('neigh_suppress', false),
    onOff('vlan_tunnel', false),
    onOff('isolated', false),
    onOff('locked', false),
  ]
}

/** What closes a device's details; `ip addr` leaves out the address generation mode. */
export const tailFields = (release: Iproute2Release, withMode: boolean): Field[] => [
  ...(withMode ? [named('inet6_addr_gen_mode', 'addrgenmode', 'eui64')] : []),
  named('num_tx_queues', 'numtxqueues', 1),
  named('num_rx_queues', 'numrxqueues', 1),
  same('gso_max_size', 65536),
  same('gso_max_segs', 65535),
  same('tso_max_size', 524280),
  same('tso_max_segs', 65535),
  same('gro_max_size', 65536),
  ...(release === '7.1.0' ? [same('gso_ipv4_max_size', 65536), same('gro_ipv4_max_size', 65536)] : []),
]

export const fieldsJson = (fields: readonly Field[]): Record<string, Field['value']> =>
  Object.fromEntries(fields.map(({ key, value }) => [key, value]))

/** Words with a blank after each. */
export const fieldsText = (fields: readonly Field[]): string =>
  fields.map(({ text }) => (text === null || text === '' ? '' : `${text} `)).join('')
