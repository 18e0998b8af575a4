import ipaddr from 'ipaddr.js'
import { familyOf, isNodeLocal } from '@/lib/overlay/addresses'
import type { Device } from './device'
import { canonical, deviceFamily, deviceOf, overheadOf } from './device'
import { type Case, type Finding, findings, linkOf, refuse, warn } from './finding'
import { kernelOf } from './linux'

const addressesOn = (given: Case, name: string | null): string[] =>
  (linkOf(given.reading, name)?.addresses ?? []).map(({ address }) => canonical(address))

const families = ({ group, remote, flood, local }: Device): Set<string> =>
  new Set([group, remote, local, ...flood].filter(each => each !== null).map(familyOf))

/** The underlay: what a device sends by must be there, be up, and have an address. */
export const checkUnderlay = (given: Case): Finding[] => {
  const { wanted, reading, change, before, goes } = given
  if (!wanted) return []
  // What a device stands on already is its own affair while it stays.
  const isNew = before === null || before.link !== wanted.link || goes
  const { link: name, group, local } = wanted
  const link = linkOf(reading, name)
  const family = deviceFamily(wanted)
  const needs = [wanted.remote, local, ...wanted.flood].some(each => each !== null && isNodeLocal(each))
  const hasSource = addressesOn(given, name).some(address => familyOf(address) === family)
  const isOurs = reading.links.some(({ addresses }) => addresses.some(({ address }) => canonical(address) === local))
  return findings(
    families(wanted).size > 1 &&
      refuse(
        change.local === undefined ? 'remotes' : 'local',
        'IPv4 and IPv6 can not be mixed: group, remotes and local must be of one family',
      ),
    group !== null && name === null && refuse('link', 'a group needs an underlay device to send by'),
    needs && name === null && refuse('link', 'a link-local address needs an underlay device'),
    name !== null && name === change.name && refuse('link', 'a device can not be its own underlay'),
    isNew && name !== null && !link && refuse('link', `there is no ${name} on this node`),
    isNew && link !== undefined && !link.up && refuse('link', `${link.ifname} is down: bring it up first`),
    link?.up && link.operstate === 'LOWERLAYERDOWN' && warn('link', `${link.ifname} has no carrier`),
    link !== undefined &&
      local === null &&
      !hasSource &&
      warn('link', `${link.ifname} has no ${family === 'ipv6' ? 'IPv6' : 'IPv4'} address to send from`),
    local !== null && !isOurs && warn('local', `no device of this node has ${local}`),
    [wanted.remote, ...wanted.flood].some(
      each =>
        each !== null &&
        reading.links.some(({ addresses }) => addresses.some(({ address }) => canonical(address) === each)),
    ) && refuse('remotes', 'one of them is an address of this very node'),
  )
}

/** The device whose MTU bounds ours: the underlay device, else the one that has `local`. */
const carrierOf = ({ reading }: Case, { link, local }: Device) =>
  linkOf(reading, link) ??
  (local === null
    ? undefined
    : reading.links.find(({ addresses }) => addresses.some(({ address }) => canonical(address) === local)))

/** MTU against the underlay (50 bytes over IPv4, 70 over IPv6) and against the other ends. */
export const checkMtu = (given: Case): Finding[] => {
  const { wanted, dialect, peers, reading, before, goes } = given
  if (!wanted || wanted.mtu === null) return []
  const { mtu } = wanted
  const carrier = carrierOf(given, wanted)
  const overhead = overheadOf(wanted)
  const room = carrier?.mtu == null ? null : carrier.mtu - overhead
  const kernel = kernelOf(reading.profile.kernel)
  const isNew = goes || before?.mtu !== mtu || before.link !== wanted.link
  const bound = isNew && wanted.link !== null && (dialect === null ? (kernel ?? 6) >= 4 : dialect.method !== 'vyos1.1')
  const told =
    room === null
      ? ''
      : `${carrier?.ifname ?? ''} has ${carrier?.mtu ?? ''}, less ${overhead} bytes that VXLAN adds: at most ${room}`
  const others = peers.filter(peer => peer.mtu !== null && peer.mtu !== mtu)
  return findings(
    room !== null &&
      mtu > room &&
      (bound ? refuse('mtu', told) : warn('mtu', `${told}; larger frames are fragmented or lost`)),
    others.length > 0 &&
      warn(
        'mtu',
        `${namesOf(others)} ${others.length === 1 ? 'has' : 'have'} ${[...new Set(others.map(peer => peer.mtu))].join(', ')}`,
      ),
  )
}

const namesOf = (peers: readonly { node: string; ifname: string }[]): string => {
  const names = peers.map(({ node, ifname }) => `${ifname} of ${node}`)
  return names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ')
}

const isReceiver = (flags: Pick<Device, 'port'> & { family: string }, other: Device): boolean =>
  other.port === flags.port && deviceFamily(other) === flags.family

/** VNI, port and family are what a kernel tells its VXLAN devices apart by (`vxlan_config_validate`, `vxlan_find_sock`). */
export const checkCollision = ({ wanted, reading, change, before }: Case): Finding[] => {
  if (!wanted) return []
  const flags = { port: wanted.port, family: deviceFamily(wanted) }
  const field = before !== null && before.vni === wanted.vni ? 'port' : 'vni'
  return reading.links
    .filter(({ ifname, vxlan }) => ifname !== change.name && vxlan !== null)
    .flatMap(link => {
      const { ifname, vxlan } = link
      const other = deviceOf(reading, link)
      if (vxlan?.external) {
        const same = vxlan.port === null || vxlan.port === wanted.port
        return same ? [refuse('port', `${ifname} takes everything that comes to port ${wanted.port} (external)`)] : []
      }
      if (!other || other.vni !== wanted.vni) return []
      return isReceiver(flags, other)
        ? [refuse(field, `${ifname} has VNI ${wanted.vni} on port ${wanted.port} already`)]
        : [warn('vni', `${ifname} of this node has VNI ${wanted.vni} too, on another port or over another family`)]
    })
}

/** The other ends of the VNI: two that differ in port or group never hear each other. */
export const checkPeers = ({ wanted, peers, overlay, change }: Case): Finding[] => {
  if (!wanted) return []
  const differs = <Value>(of: (peer: (typeof peers)[number]) => Value, own: Value) =>
    peers.filter(peer => of(peer) !== null && of(peer) !== own)
  const ports = differs(peer => peer.port, wanted.port)
  const groups = differs(peer => (peer.group === null ? null : canonical(peer.group)), wanted.group)
  const elsewhere = overlay.groups.filter(
    ({ vni, address }) => vni !== wanted.vni && wanted.group !== null && canonical(address) === wanted.group,
  )
  const lonely = wanted.group === null ? [] : peers.filter(({ group }) => group === null)
  return findings(
    ports.length > 0 &&
      warn(
        'port',
        `${namesOf(ports)} ${ports.length === 1 ? 'is' : 'are'} on port ${[...new Set(ports.map(peer => peer.port))].join(', ')}: ends on different ports never hear each other`,
      ),
    groups.length > 0 &&
      warn(
        'group',
        `VNI ${wanted.vni} has ${[...new Set(groups.map(peer => peer.group))].join(', ')} on ${namesOf(groups)}`,
      ),
    lonely.length > 0 &&
      warn('group', `${namesOf(lonely)} ${lonely.length === 1 ? 'has' : 'have'} no group in VNI ${wanted.vni}`),
    elsewhere.length > 0 &&
      warn(
        'group',
        `VNI ${elsewhere.map(({ vni }) => vni).join(', ')} uses this group too: each hears what is flooded for the other, and drops it`,
      ),
    peers.length === 0 && change.action === 'create' && warn('vni', `no other node that we know has VNI ${wanted.vni}`),
  )
}

/** A network as ipaddr.js takes it. */
export const networkOf = (cidr: string): [ipaddr.IPv4 | ipaddr.IPv6, number] => ipaddr.parseCIDR(cidr)

/** Whether a network holds an address; never across families. */
export const covers = (cidr: string, address: string): boolean => {
  const [network, length] = networkOf(cidr)
  const parsed = ipaddr.parse(address)
  return parsed.kind() === network.kind() && parsed.match(network, length)
}
