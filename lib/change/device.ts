import type { ChangeNode } from '@/lib/model/change'
import type { Link, Reading } from '@/lib/model/reading'
import { canonicalAddress } from '@/lib/overlay'
import { familyOf, isMulticast, isNodeLocal, isUnspecified } from '@/lib/overlay/addresses'
import { sortedBy } from '@/lib/overlay/lists/order'

/** A VXLAN device as a plan sees it: all addresses canonical. `null` is "not decided here": the node's default. */
export interface Device {
  name: string
  vni: number
  group: string | null
  /** The peer that stands in the device itself. */
  remote: string | null
  /** Peers that stand in its flood list besides. */
  flood: string[]
  link: string | null
  local: string | null
  port: number
  mtu: number | null
  addresses: string[]
  ttl: number | null
  tos: number | null
  df: string | null
  learning: boolean | null
  ageing: number | null
  bridge: string | null
  vlan: number | null
  description: string
  mac: string | null
  up: boolean
}

/** The kernel's own port, where nothing names another. */
export const KERNEL_PORT = 8472

export const ALL_ZERO = '00:00:00:00:00:00'

/** One spelling of an address that a schema let through. */
export const canonical = (text: string): string => canonicalAddress(text) ?? text

/** `2001:DB8::1/64` → `2001:db8::1/64`. */
export const canonicalCidr = (text: string): string => {
  const [address = '', length = ''] = text.split('/')
  return `${canonical(address)}/${Number(length)}`
}

/** The family a device sends by (`vxlan_config_validate`): IPv4 where nothing says otherwise. */
export const deviceFamily = ({ group, remote, flood, local }: Device) =>
  familyOf(group ?? remote ?? local ?? flood[0] ?? '')

/** Bytes that VXLAN adds (RFC 7348 §5): outer IP, UDP, VXLAN and the inner Ethernet header. */
export const overheadOf = (device: Device): number => (deviceFamily(device) === 'ipv6' ? 70 : 50)

/** `0x10` or `inherit`, as iproute2 prints it, which prints no 0. */
export const tosNumber = (text: string | null): number | null =>
  text === 'inherit' ? 1 : text !== null && /^(?:0x[0-9a-f]{1,2}|\d{1,3})$/i.test(text) ? Number(text) : null

const addressOf = (text: string | null | undefined): string | null => {
  const address = text ? canonicalAddress(text) : null
  return address === null || isUnspecified(address) ? null : address
}

/** Destinations of the flood list, sorted: how a kernel or a stream happened to order them means nothing. */
export const floodOf = ({ fdb }: Reading, name: string): string[] => {
  const list = fdb.filter(
    ({ ifname, mac, dst, master }) => ifname === name && mac === ALL_ZERO && dst !== null && master === null,
  )
  return sortedBy(new Set(list.map(({ dst }) => canonical(dst ?? ''))), text => text)
}

/** What a reading tells of a VXLAN device with one VNI; `null` for any other. */
export const deviceOf = (reading: Reading, link: Link): Device | null => {
  const { vxlan } = link
  if (!vxlan || vxlan.vni === null) return null
  const [group, remote] = [addressOf(vxlan.group), addressOf(vxlan.remote)]
  // Old releases print a group as `remote`, and a peer as `group`.
  const both = [group, remote].filter(address => address !== null)
  const realGroup = both.find(isMulticast) ?? null
  const realRemote = both.find(address => !isMulticast(address)) ?? null
  const flood = floodOf(reading, link.ifname)
  return {
    name: link.ifname,
    vni: vxlan.vni,
    group: realGroup,
    remote: realRemote,
    flood: flood.filter(dst => dst !== realGroup && dst !== realRemote),
    link: link.link,
    local: addressOf(vxlan.local),
    // An iproute2 that prints none (2014) can set none either.
    port: vxlan.port ?? KERNEL_PORT,
    mtu: link.mtu,
    addresses: link.addresses
      .map(({ address, prefixlen }) => `${canonical(address)}/${prefixlen}`)
      .filter(cidr => !isNodeLocal(cidr)),
    ttl: vxlan.ttl,
    tos: tosNumber(vxlan.tos),
    df: vxlan.df,
    learning: vxlan.learning,
    ageing: vxlan.ageing,
    bridge: link.master,
    vlan: null,
    description: link.alias ?? '',
    mac: link.mac,
    up: link.up,
  }
}

/** What is sensible where a change says nothing: as the VNI's other members have it. */
export interface Defaults {
  port: number
  mtu: number | null
}

/** Where BUM traffic goes: one peer alone stands in the device, several in its flood list. */
const peersOf = (group: string | null, remotes: readonly string[], keep: string | null) => {
  if (keep !== null && remotes.includes(keep)) return { remote: keep, flood: remotes.filter(each => each !== keep) }
  const [only = null] = remotes
  return remotes.length === 1 && group === null ? { remote: only, flood: [] } : { remote: null, flood: [...remotes] }
}

/** The device that a `create` asks for. */
export const createdDevice = (change: ChangeNode, defaults: Defaults): Device => {
  const group = change.group === undefined ? null : canonical(change.group)
  return {
    name: change.name,
    vni: change.vni ?? 0,
    group,
    ...peersOf(group, (change.remotes ?? []).map(canonical), null),
    link: change.link ?? null,
    local: change.local === undefined ? null : canonical(change.local),
    port: change.port ?? defaults.port,
    mtu: change.mtu ?? defaults.mtu,
    addresses: (change.addresses ?? []).map(canonicalCidr),
    ttl: change.ttl ?? null,
    tos: change.tos ?? null,
    df: change.df ?? null,
    learning: change.learning ?? null,
    ageing: change.ageing ?? null,
    bridge: change.bridge || null,
    vlan: change.vlan ?? null,
    description: change.description ?? '',
    mac: null,
    up: true,
  }
}

/** A new group takes the place of peers, and peers that of a group, unless both are named. */
const floodedTo = (change: ChangeNode, current: Device): Pick<Device, 'group' | 'remote' | 'flood'> => {
  const { group, remotes } = change
  if (group === undefined && remotes === undefined) return current
  const newGroup = group === undefined ? (remotes?.length === 0 ? current.group : null) : canonical(group)
  if (remotes === undefined) return { group: newGroup, remote: null, flood: [] }
  if (newGroup === null && current.group === null && current.remote === null && current.flood.length > 0)
    return { group: null, remote: null, flood: remotes.map(canonical) }
  return { group: newGroup, ...peersOf(newGroup, remotes.map(canonical), current.remote) }
}

/** The device that an `update` leaves: what it doesn't name stays. */
export const updatedDevice = (change: ChangeNode, current: Device): Device => ({
  ...current,
  ...floodedTo(change, current),
  link: change.link ?? current.link,
  local: change.local === undefined ? current.local : canonical(change.local),
  port: change.port ?? current.port,
  mtu: change.mtu ?? current.mtu,
  addresses: change.addresses?.map(canonicalCidr) ?? current.addresses,
  ttl: change.ttl ?? current.ttl,
  tos: change.tos ?? current.tos,
  df: change.df ?? current.df,
  learning: change.learning ?? current.learning,
  ageing: change.ageing ?? current.ageing,
  bridge: change.bridge === undefined ? current.bridge : change.bridge || null,
  vlan: change.vlan ?? null,
  description: change.description ?? current.description,
})
