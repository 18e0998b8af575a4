import { z } from 'zod'

/**
 * The JSON rows that the newest iproute2 (7.x) prints with `-j`. Unknown keys of newer releases survive; every key that
 * some release leaves out is optional, and missing means "not told", never a default.
 */

/** A device name: the kernel allows 15 bytes of nearly anything; `ifN` stands for an unknown one. */
const ifname = z.string().min(1).max(64)
const text = z.string().max(4096)
const count = z.number()
const vni = z.int().min(0).max(0xffffff)
const port = z.int().min(0).max(0xffff)
const vlanId = z.int().min(0).max(4095)

/** One address of `ip -j addr show`. `valid_life_time` 4294967295 is "forever". */
export const AddrInfo = z.looseObject({
  family: z.string().max(16).optional(),
  local: text.optional(),
  address: text.optional(),
  prefixlen: z.int().min(0).max(128).optional(),
  broadcast: text.optional(),
  anycast: text.optional(),
  scope: text.optional(),
  label: text.optional(),
  protocol: text.optional(),
  metric: count.optional(),
  dynamic: z.boolean().optional(),
  temporary: z.boolean().optional(),
  deprecated: z.boolean().optional(),
  tentative: z.boolean().optional(),
  dadfailed: z.boolean().optional(),
  noprefixroute: z.boolean().optional(),
  valid_life_time: count.optional(),
  preferred_life_time: count.optional(),
})
export type AddrInfo = z.infer<typeof AddrInfo>

/** `info_data` of a vxlan device (iproute2 ip/iplink_vxlan.c). */
export const VxlanData = z.looseObject({
  external: z.boolean().optional(),
  vnifilter: z.boolean().optional(),
  id: vni.optional(),
  group: text.optional(),
  group6: text.optional(),
  remote: text.optional(),
  remote6: text.optional(),
  local: text.optional(),
  local6: text.optional(),
  link: ifname.optional(),
  port_range: z.looseObject({ low: port, high: port }).optional(),
  port: port.optional(),
  tos: text.optional(),
  ttl: z.int().min(0).max(255).optional(),
  df: z.string().max(16).optional(),
  label: text.optional(),
  ageing: count.optional(),
  limit: count.optional(),
  reserved_bits: text.optional(),
  learning: z.boolean().optional(),
  proxy: z.boolean().optional(),
  rsc: z.boolean().optional(),
  l2miss: z.boolean().optional(),
  l3miss: z.boolean().optional(),
  udp_csum: z.boolean().optional(),
  udp_zero_csum6_tx: z.boolean().optional(),
  udp_zero_csum6_rx: z.boolean().optional(),
  remcsum_tx: z.boolean().optional(),
  remcsum_rx: z.boolean().optional(),
  localbypass: z.boolean().optional(),
  /** A bare word: null since 6.4, `true` before; the key's presence says it is on. */
  gbp: z.union([z.null(), z.boolean()]).optional(),
  gpe: z.union([z.null(), z.boolean()]).optional(),
})
export type VxlanData = z.infer<typeof VxlanData>

const kindData = z.looseObject({})

const LinkInfo = z
  .looseObject({
    info_kind: text.optional(),
    info_data: kindData.optional(),
    info_slave_kind: text.optional(),
    info_slave_data: kindData.optional(),
  })
  .check(ctx => {
    if (ctx.value.info_kind !== 'vxlan' || ctx.value.info_data === undefined) return
    const checked = VxlanData.safeParse(ctx.value.info_data)
    for (const issue of checked.error?.issues ?? []) {
      const path = ['info_data', ...issue.path]
      ctx.issues.push({ code: 'custom', message: issue.message, input: ctx.value, path })
    }
  })

/** A device of `ip -j -d link show`, with `addr_info` when it comes from `ip -j -d addr show`. */
export const IpLinkRow = z.looseObject({
  ifindex: z.int().min(1),
  ifname,
  link: ifname.nullable().optional(),
  link_index: z.int().optional(),
  link_netnsid: z.int().optional(),
  flags: z.array(text).max(64).optional(),
  mtu: count.optional(),
  qdisc: text.optional(),
  master: ifname.optional(),
  operstate: text.optional(),
  linkmode: text.optional(),
  group: text.optional(),
  txqlen: count.optional(),
  link_type: text.optional(),
  address: text.optional(),
  broadcast: text.optional(),
  permaddr: text.optional(),
  link_pointtopoint: z.boolean().optional(),
  promiscuity: count.optional(),
  allmulti: count.optional(),
  min_mtu: count.optional(),
  max_mtu: count.optional(),
  linkinfo: LinkInfo.optional(),
  inet6_addr_gen_mode: text.optional(),
  num_tx_queues: count.optional(),
  num_rx_queues: count.optional(),
  ifalias: text.optional(),
  altnames: z.array(text).optional(),
  addr_info: z.array(AddrInfo).optional(),
})
export type IpLinkRow = z.infer<typeof IpLinkRow>

/** What a vxlan device says of itself; `undefined` for any other kind of device, or where no details were read. */
export const vxlanOf = (row: IpLinkRow): VxlanData | undefined => {
  if (row.linkinfo?.info_kind !== 'vxlan') return undefined
  return VxlanData.safeParse(row.linkinfo.info_data ?? {}).data
}

/** A row of `bridge -j -s -d fdb show` (iproute2 bridge/fdb.c). `used` and `updated` are seconds, floored. */
export const FdbJsonRow = z.looseObject({
  mac: z.string().min(1).max(128),
  ifname: ifname.optional(),
  dst: z.string().max(64).optional(),
  vlan: vlanId.optional(),
  port: port.optional(),
  vni: vni.optional(),
  src_vni: vni.optional(),
  viaIf: ifname.optional(),
  viaIfIndex: z.int().optional(),
  linkNetNsId: z.int().optional(),
  nhid: z.int().optional(),
  used: count.optional(),
  updated: count.optional(),
  flags: z.array(z.string().max(64)).max(32).optional(),
  master: ifname.optional(),
  state: z.string().max(64).optional(),
  deleted: z.boolean().optional(),
})
export type FdbJsonRow = z.infer<typeof FdbJsonRow>

/** A device of `bridge -j vni show`: the VNIs a vnifilter device carries; `vniEnd` closes a range. */
export const VniRow = z.looseObject({
  ifname,
  vnis: z.array(z.looseObject({ vni, vniEnd: vni.optional(), group: text.optional(), remote: text.optional() })),
})
export type VniRow = z.infer<typeof VniRow>

/** A port of `bridge -j vlan tunnelshow`: which VLAN goes into which tunnel (VNI). */
export const VlanTunnelRow = z.looseObject({
  ifname,
  tunnels: z.array(z.looseObject({ vlan: vlanId, vlanEnd: vlanId.optional(), tunid: vni, tunidEnd: vni.optional() })),
})
export type VlanTunnelRow = z.infer<typeof VlanTunnelRow>

/** The answer of `ip -j route get ADDRESS`; `prefsrc` is the source the kernel would use. */
export const RouteRow = z.looseObject({
  type: text.optional(),
  dst: text.optional(),
  from: text.optional(),
  gateway: text.optional(),
  dev: ifname.optional(),
  table: z.union([z.string().max(64), z.number()]).optional(),
  prefsrc: text.optional(),
  metric: count.optional(),
  flags: z.array(text).optional(),
  uid: count.optional(),
})
export type RouteRow = z.infer<typeof RouteRow>

/** A row of `ip -j nexthop show`; `fdb` is there (and null) where the next hop is one of an FDB. */
export const NexthopRow = z.looseObject({
  id: z.int(),
  group: z.array(z.looseObject({ id: z.int(), weight: z.int().optional() })).optional(),
  gateway: text.optional(),
  dev: ifname.optional(),
  scope: text.optional(),
  flags: z.array(text).optional(),
  fdb: z.unknown().optional(),
})
export type NexthopRow = z.infer<typeof NexthopRow>
