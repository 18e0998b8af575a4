import type { AddressState, LinkState, NodeState } from '../model/state'
import { bridgeFields, fieldsJson, portFields, tailFields } from './fields'
import { type LinkOptions, linkFacts } from './link-facts'
import { printVxlan } from './vxlan'

const FOREVER = 4_294_967_295

const addressJson = (ifname: string, { address, prefixlen, scope }: AddressState) => ({
  family: address.includes(':') ? 'inet6' : 'inet',
  local: address,
  prefixlen,
  scope,
  ...(address.includes(':') ? {} : { label: ifname }),
  valid_life_time: FOREVER,
  preferred_life_time: FOREVER,
})

const linkInfo = (state: NodeState, link: LinkState, infoKind: string | null) => {
  if (infoKind === null && link.master === null) return {}
  const data = link.vxlan ? printVxlan(link.vxlan, state.iproute2).json : fieldsJson(bridgeFields(link, state.iproute2))
  return {
    linkinfo: {
      ...(infoKind === null ? {} : { info_kind: infoKind, info_data: data }),
      ...(link.master === null
        ? {}
        : { info_slave_kind: 'bridge', info_slave_data: fieldsJson(portFields(state, link)) }),
    },
  }
}

const ZERO_STATS = {
  rx: { bytes: 0, packets: 0, errors: 0, dropped: 0, over_errors: 0, multicast: 0 },
  tx: { bytes: 0, packets: 0, errors: 0, dropped: 0, carrier_errors: 0, collisions: 0 },
}

/** One device as `ip -j [-d] [-s] link|addr show` prints it: keys in its order (iproute2 ip/ipaddress.c). */
export const linkJson = (state: NodeState, link: LinkState, { detail, stats, object }: LinkOptions): string => {
  const facts = linkFacts(state, link)
  const immutable = state.iproute2 === '7.1.0' && (link.kind === 'loopback' || link.kind === 'bridge')
  return JSON.stringify({
    ifindex: link.ifindex,
    ifname: link.ifname,
    flags: facts.flags,
    mtu: link.mtu,
    qdisc: facts.qdisc,
    ...(link.master === null ? {} : { master: link.master }),
    operstate: facts.operstate,
    ...(object === 'link' ? { linkmode: 'DEFAULT' } : {}),
    group: 'default',
    ...(facts.txqlen === null ? {} : { txqlen: facts.txqlen }),
    link_type: facts.type,
    address: link.mac,
    broadcast: facts.broadcast,
    ...(detail
      ? {
          promiscuity: facts.promiscuity,
          allmulti: facts.allmulti,
          min_mtu: facts.minMtu,
          max_mtu: facts.maxMtu,
          ...(immutable ? { 'netns-immutable': true } : {}),
          ...linkInfo(state, link, facts.infoKind),
          ...fieldsJson(tailFields(state.iproute2, object === 'link')),
        }
      : {}),
    ...(link.alias === null ? {} : { ifalias: link.alias }),
    ...(stats ? { stats64: ZERO_STATS } : {}),
    ...(object === 'addr' ? { addr_info: link.addresses.map(address => addressJson(link.ifname, address)) } : {}),
  })
}
