import { type IpLinkRow, type VxlanData, vxlanOf } from '@/lib/model/iproute2'
import type { Link, Vxlan } from '@/lib/model/reading'

/** A bridge's `ageing_time` comes in hundredths of a second (iproute2 ip/iplink_bridge.c). */
const BRIDGE_TICKS_PER_SECOND = 100

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/**
 * JSON always says so; text says `nolearning` alone, in every release (iproute2 ip/iplink_vxlan.c), so its silence is on. 4.16 to 5.14
 * print nothing else of an `external` device, 4.17 to 4.20 in JSON too.
 */
const learningOf = ({ learning, external, id }: VxlanData): boolean | null =>
  learning ?? (external || id === undefined ? null : true)

/** iproute2 prints one of two keys, by family. */
const vxlanFrom = (row: IpLinkRow): Vxlan | null => {
  const data = vxlanOf(row)
  if (!data) return null
  const external = data.external ?? false
  return {
    vni: external ? null : (data.id ?? null),
    group: data.group ?? data.group6 ?? null,
    remote: data.remote ?? data.remote6 ?? null,
    local: data.local ?? data.local6 ?? null,
    port: data.port ?? null,
    srcPort: data.port_range ? [data.port_range.low, data.port_range.high] : null,
    ttl: data.ttl ?? null,
    tos: data.tos ?? null,
    df: data.df ?? null,
    ageing: data.ageing ?? null,
    learning: learningOf(data),
    proxy: data.proxy ?? false,
    external,
    vnifilter: data.vnifilter ?? false,
  }
}

const bridgeFrom = ({ linkinfo }: IpLinkRow): Link['bridge'] => {
  if (linkinfo?.info_kind !== 'bridge') return null
  const ageing = numberOf(linkinfo.info_data?.ageing_time)
  const filtering = numberOf(linkinfo.info_data?.vlan_filtering)
  return {
    ageing: ageing === null ? null : ageing / BRIDGE_TICKS_PER_SECOND,
    vlanFiltering: filtering === null ? null : filtering !== 0,
  }
}

const addressesFrom = (row: IpLinkRow | undefined): Link['addresses'] =>
  row?.addr_info?.flatMap(({ local, prefixlen, scope }) =>
    local === undefined || prefixlen === undefined ? [] : { address: local, prefixlen, scope: scope ?? null },
  ) ?? []

/** Rows of `ip -d link` and of `ip -d addr` at the same moment → devices. `evidenceOf` gives the line a device is believed by. */
export const linksFrom = (
  linkRows: readonly IpLinkRow[],
  addrRows: readonly IpLinkRow[],
  evidenceOf: (row: IpLinkRow) => Pick<Link, 'evidence' | 'rendered'>,
): Link[] => {
  const addrByIndex = new Map(addrRows.map(row => [row.ifindex, row]))
  return linkRows.map(row => {
    const vxlan = vxlanFrom(row)
    return {
      ifindex: row.ifindex,
      ifname: row.ifname,
      link: vxlan ? (vxlanOf(row)?.link ?? row.link ?? null) : (row.link ?? null),
      mac: row.address ?? null,
      mtu: row.mtu ?? null,
      up: row.flags?.includes('UP') ?? false,
      operstate: row.operstate ?? null,
      master: row.master ?? null,
      kind: row.linkinfo?.info_kind ?? null,
      alias: row.ifalias ?? null,
      vxlan,
      bridge: bridgeFrom(row),
      neighSuppress: row.linkinfo?.info_slave_data?.neigh_suppress === true,
      addresses: addressesFrom(addrByIndex.get(row.ifindex)),
      ...evidenceOf(row),
    }
  })
}
