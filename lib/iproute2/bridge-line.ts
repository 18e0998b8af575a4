import { entries, type Grammar, hex, ignored, number, onOff, type Reader, within, word } from './grammar'

/** 4.x printed `802.1q` in places; `ll_proto_n2a` of today says `802.1Q`. */
export const protocol: Reader = (words, at, into) => {
  const value = words[at + 1]
  if (value === undefined) return -1
  into[words[at] ?? ''] = value.toLowerCase() === '802.1q' ? '802.1Q' : value
  return 1
}

/** Who asks for group members (5.16 and later): `mcast_querier_ipv4_addr 10.0.0.1`. */
const querierState = (family: 'ipv4' | 'ipv6'): [string, Reader][] =>
  entries(
    key => within(`mcast_querier_state_${family}`, key.endsWith('_port') ? number(key) : word(key)),
    ...['addr', 'port', 'other_timer'].map(name => `mcast_querier_${family}_${name}`),
  )

/** The `bridge …` line of `ip -d link` (iproute2 ip/iplink_bridge.c, bridge_print_opt). */
export const BRIDGE: Grammar = new Map([
  ...entries(
    number,
    ...['forward_delay', 'hello_time', 'max_age', 'ageing_time', 'stp_state', 'priority', 'vlan_filtering'],
    ...['root_port', 'root_path_cost', 'topology_change', 'topology_change_detected'],
    ...['hello_timer', 'tcn_timer', 'topology_change_timer', 'gc_timer', 'fdb_n_learned', 'fdb_max_learned'],
    ...['vlan_default_pvid', 'vlan_stats_enabled', 'vlan_stats_per_port', 'mcast_snooping', 'no_linklocal_learn'],
    ...['mcast_vlan_snooping', 'mst_enabled', 'mdb_offload_fail_notification', 'fdb_local_vlan_0', 'mcast_router'],
    ...['mcast_query_use_ifaddr', 'mcast_querier', 'mcast_hash_elasticity', 'mcast_hash_max'],
    ['mcast_last_member_count', 'mcast_last_member_cnt'],
    ['mcast_startup_query_count', 'mcast_startup_query_cnt'],
    ['mcast_last_member_interval', 'mcast_last_member_intvl'],
    ['mcast_membership_interval', 'mcast_membership_intvl'],
    ['mcast_querier_interval', 'mcast_querier_intvl'],
    ['mcast_query_interval', 'mcast_query_intvl'],
    ['mcast_query_response_interval', 'mcast_query_response_intvl'],
    ['mcast_startup_query_interval', 'mcast_startup_query_intvl'],
    ...['mcast_stats_enabled', 'mcast_igmp_version', 'mcast_mld_version'],
    ...['nf_call_iptables', 'nf_call_ip6tables', 'nf_call_arptables'],
  ),
  ...querierState('ipv4'),
  ...querierState('ipv6'),
  ['vlan_protocol', protocol],
  ...entries(word, 'bridge_id', 'stp_mode', ['designated_root', 'root_id'], ['group_address', 'group_addr']),
  ['group_fwd_mask', hex('group_fwd_mask')],
])

/** `state forwarding`; a number in parentheses where the kernel knows a state that iproute2 doesn't. */
const portState: Reader = (words, at, into) => {
  const value = words[at + 1]
  if (value === undefined) return -1
  const index = /^\((\d+)\)$/.exec(value)?.[1]
  if (index === undefined) into.state = value
  else into.state_index = Number(index)
  return 1
}

/** The `bridge_slave …` line (ip/iplink_bridge_slave.c, bridge_slave_print_opt). */
export const BRIDGE_SLAVE: Grammar = new Map([
  ['state', portState],
  ...entries(
    number,
    ...['priority', 'cost', 'designated_port', 'designated_cost', 'hold_timer', 'message_age_timer'],
    ...['forward_delay_timer', 'topology_change_ack', 'config_pending', 'backup_nhid'],
    ['mcast_router', 'multicast_router'],
  ),
  ...entries(
    onOff,
    ...['hairpin', 'guard', 'root_block', 'fastleave', 'learning', 'flood', 'proxy_arp', 'proxy_arp_wifi'],
    ...['mcast_flood', 'bcast_flood', 'mcast_to_unicast', 'neigh_suppress', 'neigh_vlan_suppress'],
    ...['neigh_forward_grat', 'vlan_tunnel', 'isolated', 'locked', 'mab'],
  ),
  ['mcast_fast_leave', ignored],
  ['port_id', hex('id')],
  ['port_no', hex('no')],
  ...entries(word, ['designated_bridge', 'bridge_id'], ['designated_root', 'root_id'], 'backup_port'),
  ['group_fwd_mask', hex('group_fwd_mask')],
  ['group_fwd_mask_str', word('group_fwd_mask_str')],
])
