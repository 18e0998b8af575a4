import ipaddr from 'ipaddr.js'
import type { Reading } from '@/lib/model/reading'
import { isNodeLocal } from '@/lib/overlay/addresses'
import { covers } from './check-underlay'
import { canonical } from './device'
import type { ManagementPath } from './facts'
import { type Case, type Finding, findings, linkOf, refuse, warn } from './finding'

const bare = (cidr: string): string => cidr.split('/')[0] ?? ''
const overlap = (a: string, b: string): boolean => covers(a, bare(b)) || covers(b, bare(a))

/** A network's own address, or its broadcast, is no host's. */
const isHost = (cidr: string): boolean => {
  const [address, length] = [bare(cidr), Number(cidr.split('/')[1])]
  if (address.includes(':')) {
    return (
      length >= 127 ||
      ipaddr.IPv6.networkAddressFromCIDR(cidr).toNormalizedString() !== ipaddr.IPv6.parse(address).toNormalizedString()
    )
  }
  if (length >= 31) return true
  const ends = [ipaddr.IPv4.networkAddressFromCIDR(cidr), ipaddr.IPv4.broadcastAddressFromCIDR(cidr)]
  return !ends.some(end => end.toString() === address)
}

const cidrsOn = (reading: Reading, name: string): string[] =>
  (linkOf(reading, name)?.addresses ?? [])
    .map(({ address, prefixlen }) => `${canonical(address)}/${prefixlen}`)
    .filter(cidr => ipaddr.isValidCIDR(cidr))

/** Devices that what we say to the node, and what it answers, goes by. */
export const pathDevices = (reading: Reading, { server, dev }: ManagementPath): string[] => {
  const byAddress = reading.links.filter(({ addresses }) =>
    addresses.some(({ address }) => canonical(address) === server),
  )
  const names = [...byAddress.map(({ ifname }) => ifname), ...(dev === null ? [] : [dev])]
  return [...new Set(names)]
}

/** Addresses and networks that must stay where they are, or the node is lost to us. */
const pathNetworks = (given: Case): string[] => {
  const { reading, system, change } = given
  const { client, server } = system.path
  const ends = [client, server]
    .filter(address => address !== null)
    .map(address => `${address}/${address.includes(':') ? 128 : 32}`)
  const devices = pathDevices(reading, system.path).filter(name => name !== change.name)
  return [...ends, ...devices.flatMap(name => cidrsOn(reading, name))].filter(cidr => !isNodeLocal(cidr))
}

const takenBy = ({ overlay, change }: Case, address: string): string | null => {
  for (const node of overlay.nodes) {
    const holder = node.addresses.find(
      each => each.address === address && !(node.name === change.node && each.ifname === change.name),
    )
    if (holder) return `${holder.ifname} of ${node.name}`
  }
  return null
}

const checkAdded = (given: Case, cidr: string): Finding[] => {
  const { reading, change } = given
  const holder = takenBy(given, bare(cidr))
  const beside = reading.links.filter(
    ({ ifname }) =>
      ifname !== change.name && cidrsOn(reading, ifname).some(other => !isNodeLocal(other) && overlap(cidr, other)),
  )
  return findings(
    !isHost(cidr) && refuse('addresses', `${cidr} is a network's own address, or its broadcast`),
    pathNetworks(given).some(other => overlap(cidr, other)) &&
      refuse('addresses', `${cidr} covers the path by which we reach this node: it would be lost to us`),
    holder !== null && warn('addresses', `${bare(cidr)} is on ${holder} already`),
    beside.length > 0 &&
      warn('addresses', `${cidr} overlaps with what ${beside.map(({ ifname }) => ifname).join(', ')} of this node has`),
  )
}

/** Addresses that a change adds or takes away: none may touch the path by which we reach the node. */
export const checkAddresses = (given: Case): Finding[] => {
  const { wanted, before, system, change } = given
  const added = (wanted?.addresses ?? []).filter(cidr => !before?.addresses.includes(cidr))
  const removed = (before?.addresses ?? []).filter(cidr => wanted !== null && !wanted.addresses.includes(cidr))
  const { client, server } = system.path
  return findings(
    ...added.map(cidr => checkAdded(given, cidr)),
    removed.some(cidr => bare(cidr) === server) &&
      refuse('addresses', 'one that goes is the address we reach this node by'),
    added.length > 0 &&
      client === null &&
      server === null &&
      warn(
        'addresses',
        `by which address we reach ${change.node} isn't known, so whether these cover it could not be checked`,
      ),
  )
}

/** A device that our own connection goes by is neither deleted nor made anew, nor is one below it. */
export const checkPath = ({ goes, link, reading, system, wanted, before }: Case): Finding[] => {
  if (!link) return []
  const devices = pathDevices(reading, system.path)
  const carries = devices.includes(link.ifname) || (link.master !== null && devices.includes(link.master))
  return findings(
    carries && goes && refuse('name', `we reach this node over ${link.ifname}`),
    carries && !goes && before?.bridge !== wanted?.bridge && refuse('bridge', `we reach this node over ${link.ifname}`),
  )
}

/** What a new device is there for: an address of the node, or a bridge that it is a port of. */
export const checkUse = ({ wanted, change }: Case): Finding[] =>
  findings(
    change.action === 'create' &&
      wanted !== null &&
      wanted.bridge === null &&
      wanted.addresses.every(cidr => isNodeLocal(bare(cidr))) &&
      warn('addresses', `${change.name} carries nothing until it has an address or is put into a bridge`),
  )

/** A reading doesn't tell which VLANs a port is in. */
const checkVlan = ({ wanted, before, change }: Case): Finding[] => {
  if (change.vlan === undefined || !wanted) return []
  if (wanted.bridge === null) return [refuse('vlan', 'a VLAN needs a bridge')]
  const undo = before === null ? '' : ', and the undo does not bring back the VLANs it is in now'
  return [warn('vlan', `this is not read back${undo}: bridge vlan show dev ${change.name} tells`)]
}

/** The bridge that a device becomes a port of. */
export const checkBridge = (given: Case): Finding[] => {
  const { wanted, before, reading, system } = given
  const vlan = checkVlan(given)
  if (!wanted || wanted.bridge === null || wanted.bridge === before?.bridge) return vlan
  const bridge = linkOf(reading, wanted.bridge)
  if (!bridge) return [refuse('bridge', `there is no ${wanted.bridge} on this node`)]
  return findings(
    vlan,
    bridge.kind !== 'bridge' && refuse('bridge', `${bridge.ifname} is no bridge`),
    bridge.ifname === wanted.link && refuse('bridge', `${bridge.ifname} is this device's own underlay`),
    wanted.vlan !== null &&
      bridge.bridge?.vlanFiltering === false &&
      refuse('vlan', `${bridge.ifname} takes no notice of VLANs (vlan_filtering 0)`),
    pathDevices(reading, system.path).includes(bridge.ifname) &&
      warn('bridge', `we reach this node over ${bridge.ifname}: a loop in the overlay would cut us off`),
  )
}
