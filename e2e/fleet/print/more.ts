import ipaddr from 'ipaddr.js'
import type { NexthopState, NodeState, VniRangeState } from '../model/state'

const vniJson = ({ first, last, group, remote }: VniRangeState) => ({
  vni: first,
  ...(last === first ? {} : { vniEnd: last }),
  ...(group === undefined ? {} : { group }),
  ...(remote === undefined ? {} : { remote }),
})

const vniRange = ({ first, last }: VniRangeState): string => (first === last ? `${first}` : `${first}-${last}`)

/** `bridge [-j] vni show`: the VNIs of `vnifilter` devices. Text is aligned as from 6.8 on. */
export const printVnis = (state: NodeState, json: boolean): string => {
  const devices = state.links.filter(({ vxlan }) => vxlan?.vnifilter)
  if (json) {
    return `${JSON.stringify(devices.map(({ ifname, vxlan }) => ({ ifname, vnis: (vxlan?.vnis ?? []).map(vniJson) })))}\n`
  }
  const lines = devices.flatMap(({ ifname, vxlan }) =>
    (vxlan?.vnis ?? []).map((range, index) => {
      const name = (index === 0 ? ifname : '').padEnd(18)
      return `${name}${vniRange(range).padEnd(17)}${range.group ?? range.remote ?? ''}`.trimEnd()
    }),
  )
  return `${['dev               vni              group/remote', ...lines].join('\n')}\n`
}

const nexthopText = (nexthop: NexthopState): string =>
  'gateway' in nexthop
    ? `id ${nexthop.id} via ${nexthop.gateway} scope link fdb \n`
    : `id ${nexthop.id} group ${nexthop.group.join('/')} fdb \n`

const nexthopJson = (nexthop: NexthopState) =>
  'gateway' in nexthop
    ? { id: nexthop.id, gateway: nexthop.gateway, scope: 'link', flags: [], fdb: null }
    : { id: nexthop.id, group: nexthop.group.map(id => ({ id })), flags: [], fdb: null }

/** `ip [-j] nexthop show`. */
export const printNexthops = ({ nexthops }: NodeState, json: boolean): string =>
  json ? `${JSON.stringify(nexthops.map(nexthopJson))}\n` : nexthops.map(nexthopText).join('')

const inPrefix = (address: ipaddr.IPv4 | ipaddr.IPv6, network: string, prefixlen: number): boolean => {
  const parsed = ipaddr.parse(network)
  if (parsed instanceof ipaddr.IPv4) return address instanceof ipaddr.IPv4 && address.match(parsed, prefixlen)
  return address instanceof ipaddr.IPv6 && address.match(parsed, prefixlen)
}

/** `ip [-j] route get ADDRESS`, from the networks of the devices that are up; `null` where none has it. */
export const printRoute = (state: NodeState, target: string, json: boolean): string | null => {
  const address = ipaddr.parse(target)
  for (const { ifname, up, addresses } of state.links) {
    const own = up
      ? addresses.find(({ address: network, prefixlen }) => inPrefix(address, network, prefixlen))
      : undefined
    if (!own) continue
    const local = own.address === target
    const dev = local ? 'lo' : ifname
    if (json) {
      const type = local ? { type: 'local' } : {}
      const route = {
        ...type,
        dst: target,
        dev,
        prefsrc: own.address,
        flags: [],
        uid: 1000,
        cache: local ? ['local'] : [],
      }
      return `${JSON.stringify([route])}\n`
    }
    const uid = state.iproute2 === '3.12.0' ? '' : 'uid 1000 '
    return `${local ? 'local ' : ''}${target} dev ${dev} src ${own.address} ${uid}\n    cache ${local ? '<local> ' : ''}\n`
  }
  return null
}

const IP_VERSION: Record<NodeState['iproute2'], string> = {
  '3.12.0': 'iproute2-ss131122',
  '6.1.0': 'iproute2-6.1.0, libbpf 1.3.0',
  '7.1.0': 'iproute2-7.1.0, libbpf 1.6.2',
}

export const printIpVersion = ({ iproute2 }: NodeState): string => `ip utility, ${IP_VERSION[iproute2]}\n`

export const printBridgeVersion = ({ iproute2 }: NodeState): string =>
  `bridge utility, ${iproute2 === '3.12.0' ? '0.0' : iproute2}\n`
