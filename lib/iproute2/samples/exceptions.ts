/** Why a text may differ from the JSON of the same kernel state. All exceptions of `samples.test.ts` stand here. */
export interface Exception {
  /** The key, parts joined by dots; list positions left out. */
  key: RegExp
  /** Releases it holds for; every one if absent. */
  releases?: RegExp
  /** Commands it holds for; every one if absent. */
  command?: RegExp
  /** Devices it holds for; every one if absent. */
  device?: RegExp
  /** Values of the JSON it holds for; any if absent. */
  values?: readonly unknown[]
  why: string
}

const BEFORE_6_4 = /^v?(?:[345]\.|6\.[0-3](?:\D|$))/

/** Keys of the JSON that the text of that release doesn't tell. */
export const SILENT: readonly Exception[] = [
  { key: /^stats64\./, why: 'the JSON was asked for with -s, the text without' },
  { key: /^link_netnsid$/, why: '`link-netns NAME` hides the id; up to 3.19 none was printed' },
  { key: /^(?:used|updated)$/, command: /^(?:bridge-fdb-show|.*\.fdb)$/, why: 'printed with -s only' },
  { key: /^(?:activity_notify|inactive)$/, command: /^bridge-(?:s-)?fdb-show$/, why: 'printed with -d only' },
  { key: /\.df$/, values: ['unset'], why: 'a default is silent' },
  { key: /\.df$/, releases: /^v?[34]\./, why: 'came with 5.0' },
  { key: /\.ttl$/, values: [0], releases: /^v?(?:3\.|4\.(?:\d|1[0-4])(?:\D|$))/, why: 'a TTL of 0 was silent up to 4.14' },
  { key: /\.learning$/, values: [true], why: 'only `nolearning` is printed' },
  { key: /\.(?:external|proxy|rsc|l2miss|l3miss|remcsum_tx|remcsum_rx)$/, values: [false], why: 'only the set ones are printed' },
  { key: /\.localbypass$/, why: 'printed from 6.5 on, and only when it is off' },
  { key: /\.multi_queue$/, values: [false], why: 'only the set one is printed' },
  { key: /\.(?:udp_csum|udp_zero_csum6_tx|udp_zero_csum6_rx)$/, why: 'from 6.4 on defaults are silent; up to 4.5 what is off' },
  { key: /\.port$/, releases: /^v3\.1[23]/, why: 'up to 3.13 the destination port was not printed' },
  { key: /\.reserved_bits$/, releases: /^v?(?:[345]\.|6\.\d(?:\D|$)|6\.1[0-3])/, why: 'came with 6.14' },
  { key: /\.fwmark$/, why: 'printed when set' },
  { key: /\.info_data\.(?!id$|local$|remote$|group$|link$)/, releases: /^v3\./, why: '3.x knew few options of a kind' },
  { key: /\.info_slave_/, releases: /^v3\.12/, why: 'slave kinds came later' },
  { key: /\.(?:info_data|info_slave_data)\./, releases: /^v4\.4/, why: '4.4 knew few options of bridges and their ports' },
  { key: /\.(?:fdb_n_learned|fdb_max_learned|no_linklocal_learn|mcast_vlan_snooping|mst_enabled)$/, releases: BEFORE_6_4, why: 'came later' },
  { key: /\.(?:mdb_offload_fail_notification|fdb_local_vlan_0)$/, releases: /^v?[3456]\./, why: 'came with 7.0' },
  { key: /\.mcast_querier_state_ipv[46]\./, releases: BEFORE_6_4, why: 'came after 6.1' },
  { key: /\.(?:bcast_flood|locked|mab|neigh_vlan_suppress|backup_nhid|bclim)$/, releases: BEFORE_6_4, why: 'came later' },
  { key: /\.(?:bcqueuelen|usedbcqueuelen)$/, releases: /^5\./, why: 'came with 5.11' },
  { key: /^link_index$/, releases: /^v3\./, why: 'up to 3.19 a peer was looked up in the wrong namespace' },
  { key: /^(?:allmulti|min_mtu|max_mtu|num_[tr]x_queues|inet6_addr_gen_mode|g[sr]o_|tso_)/, releases: BEFORE_6_4, why: 'came one by one up to 6.3' },
  { key: /^netns-immutable$/, releases: /^v?[3456]\./, why: 'came with 6.15' },
  { key: /^addr_info\.protocol$/, releases: BEFORE_6_4, why: 'came after 6.1' },
  { key: /\.info_data\./, releases: /^5\.10/, device: /^vx(?:3|4|6f|C|D|G)$/, why: '4.16 to 5.14 print `vxlan external` and no more' },
  { key: /^dst$/, releases: /^v3\.12/, why: '3.12 printed an IPv6 dst as a false IPv4' },
  { key: /^nhid$/, releases: /^v[34]/, why: 'came with 5.10' },
  { key: /^master$/, releases: /^v3\./, command: /fdb/, why: 'came with 3.16' },
]

/** Values that the text and the JSON tell differently. */
export const DIFFERENT: readonly Exception[] = [
  { key: /^flags$/, releases: /^v/, command: /fdb/, why: 'sticky came with 4.20, locked with 6.3, extern_learn was hidden up to 3.18' },
  { key: /_timer$/, why: 'runs on between the two readings' },
  { key: /_life_time$/, why: 'runs on between the two readings' },
]
