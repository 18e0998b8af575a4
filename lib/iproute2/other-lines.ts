import { BRIDGE, BRIDGE_SLAVE, protocol } from './bridge-line'
import { angled, entries, fact, type Grammar, hex, number, onOff, type Reader, within, word } from './grammar'
import { decimal } from './lines'
import { TUNNEL, TUNNEL_KINDS } from './tunnel-line'
import { GENEVE, VXLAN } from './vxlan-line'

/** `ingress-qos-map { 1:2 3:4 }` (ip/iplink_vlan.c). */
const qosMap =
  (key: string): Reader =>
  (words, at, into) => {
    const end = words.indexOf('}', at + 1)
    if (words[at + 1] !== '{' || end === -1) return -1
    into[key] = words.slice(at + 2, end).map(pair => {
      const [from, to] = pair.split(':')
      return { from: Number(from), to: Number(to) }
    })
    return end - at
  }

const VLAN: Grammar = new Map([
  ['protocol', protocol],
  ['id', number('id')],
  ['ingress-qos-map', qosMap('ingress_qos')],
  ['egress-qos-map', qosMap('egress_qos')],
])

/** `remotes (2) MAC MAC` of a macvlan in source mode. */
const macList: Reader = (words, at, into) => {
  const count = decimal(words[at + 1]?.replace(/^\((\d+)\)$/, '$1'))
  if (count === undefined) return -1
  into.macaddr_count = count
  into.macaddr_data = words.slice(at + 2, at + 2 + count)
  return 1 + count
}

/** `mode unknown`: a mode this release has no name for, though the newest has (`source` in the oldest ones). */
const macvlanMode: Reader = (words, at, into) => (words[at + 1] === 'unknown' ? 1 : word('mode')(words, at, into))

const MACVLAN: Grammar = new Map([
  ['mode', macvlanMode],
  ['flag', word('flag')],
  ['nopromisc', fact('nopromisc')],
  ...entries(number, 'bcqueuelen', 'usedbcqueuelen', 'bclim'),
  ['remotes', macList],
])

const IPVLAN: Grammar = new Map([['mode', word('mode')], ...entries(fact, 'private', 'vepa', 'bridge')])

/** A number as a number, a name as a string: `user 1000`, `user root`. */
const numberOrWord =
  (key: string): Reader =>
  (words, at, into) => {
    const value = words[at + 1]
    if (value === undefined) return -1
    into[key] = decimal(value) ?? value
    return 1
  }

const TUN: Grammar = new Map([
  ['type', word('type')],
  ...entries(onOff, 'pi', 'vnet_hdr', 'persist'),
  ['multi_queue', fact('multi_queue')],
  ...entries(number, 'numqueues', 'numdisabled'),
  ...entries(numberOrWord, 'user', 'group'),
])

/** `arp_ip_target 10.0.0.1,10.0.0.2`. */
const commaList =
  (key: string): Reader =>
  (words, at, into) => {
    const value = words[at + 1]
    if (value === undefined) return -1
    into[key] = value.split(',')
    return 1
  }

const adInfo = (key: string): Reader => within('ad_info', numberOrWord(key))

const arpValidate: Reader = (words, at, into) => {
  const value = words[at + 1]
  if (value === undefined) return -1
  into.arp_validate = value === 'none' ? null : value
  return 1
}

const BOND: Grammar = new Map([
  ...entries(
    word,
    ...['mode', 'active_slave', 'arp_all_targets', 'primary', 'primary_reselect', 'fail_over_mac', 'xmit_hash_policy'],
    ...['lacp_active', 'ad_select', 'ad_actor_system'],
    ['lacp_rate', 'ad_lacp_rate'],
    ['ad_lacp_rate', 'ad_lacp_rate'],
  ),
  ...entries(
    number,
    ...['miimon', 'updelay', 'downdelay', 'peer_notify_delay', 'use_carrier', 'arp_interval', 'arp_missed_max'],
    ...['resend_igmp', 'all_slaves_active', 'min_links', 'lp_interval', 'packets_per_slave'],
    ...['ad_actor_sys_prio', 'ad_user_port_key', 'tlb_dynamic_lb'],
    ['num_grat_arp', 'num_peer_notif'],
  ),
  ...entries(onOff, 'coupled_control', 'broadcast_neighbor'),
  ...entries(commaList, 'arp_ip_target', 'ns_ip6_target'),
  ['arp_validate', arpValidate],
  ...entries(
    adInfo,
    ['ad_aggregator', 'aggregator'],
    ['ad_num_ports', 'num_ports'],
    ['ad_actor_key', 'actor_key'],
    ['ad_partner_key', 'partner_key'],
    ['ad_partner_mac', 'partner_mac'],
  ),
])

const angledList =
  (key: string): Reader =>
  (words, at, into) => {
    const list = angled(words[at + 1] ?? '')
    if (list === undefined) return -1
    into[key] = list
    return 1
  }

const BOND_SLAVE: Grammar = new Map([
  ...entries(word, 'state', 'mii_status', 'perm_hwaddr'),
  ...entries(
    number,
    ...['link_failure_count', 'queue_id', 'prio', 'ad_aggregator_id'],
    ...['ad_actor_oper_port_state', 'ad_partner_oper_port_state'],
  ),
  ...entries(angledList, 'ad_actor_oper_port_state_str', 'ad_partner_oper_port_state_str'),
])

const HSR: Grammar = new Map([
  ...entries(word, 'slave1', 'slave2', 'interlink', ['supervision', 'supervision_addr']),
  ...entries(number, ['sequence', 'seq_nr'], 'proto'),
])

const VRF: Grammar = new Map([['table', number('table')]])

/** Which grammar the words behind a kind follow. Kinds that print nothing of their own need no entry. */
export const KINDS: ReadonlyMap<string, Grammar> = new Map([
  ['vxlan', VXLAN],
  ['geneve', GENEVE],
  ['bridge', BRIDGE],
  ['vlan', VLAN],
  ['macvlan', MACVLAN],
  ['macvtap', MACVLAN],
  ['ipvlan', IPVLAN],
  ['ipvtap', IPVLAN],
  ['tun', TUN],
  ['bond', BOND],
  ['hsr', HSR],
  ['vrf', VRF],
  ['xfrm', new Map([['if_id', hex('if_id')], ...entries(fact, 'external')])],
  ['netkit', new Map(entries(word, 'mode', 'type', 'policy'))],
  ...TUNNEL_KINDS.map((kind): [string, Grammar] => [kind, TUNNEL]),
])

/** The same for `KIND_slave` lines. */
export const SLAVE_KINDS: ReadonlyMap<string, Grammar> = new Map([
  ['bridge', BRIDGE_SLAVE],
  ['bond', BOND_SLAVE],
  ['vrf', VRF],
])
