import type { Device } from './device'
import { deviceFamily, KERNEL_PORT } from './device'
import { netplanLacks } from './files'
import { type Case, type Finding, findings, refuse, warn } from './finding'
import { kernelOf } from './linux'
import { fitsVyos, vyosTos } from './vyos'
import { type Dialect, hasBrokenLink, hasRemote } from './vyos-dialect'

const peersOf = ({ remote, flood }: Device): string[] => [...(remote === null ? [] : [remote]), ...flood]

const vyosFields = ({ change, wanted, system, reading }: Case, dialect: Dialect, device: Device): Finding[] => {
  const { title } = dialect
  const peers = peersOf(device)
  const os = reading.profile.os
  const [low, high] = dialect.mtu
  const lacks = (field: 'ttl' | 'tos' | 'df' | 'learning', fine: unknown): Finding | null =>
    !dialect.parameters && change[field] !== undefined && change[field] !== fine
      ? refuse(field, `${title} has no setting for it`)
      : null
  return findings(
    !/^vxlan\d+$/.test(device.name) && refuse('name', 'VyOS takes names of "vxlan" and digits alone'),
    device.vni > dialect.maxVni && refuse('vni', `${title} takes VNIs up to ${dialect.maxVni}`),
    !dialect.ipv6 &&
      deviceFamily(device) === 'ipv6' &&
      refuse(device.group === null ? 'remotes' : 'group', `${title} takes IPv4 alone under a VXLAN`),
    device.group !== null && peers.length > 0 && refuse('remotes', 'VyOS takes either a group or remotes'),
    peers.length > 1 && !dialect.manyRemotes && refuse('remotes', `${title} takes one remote`),
    peers.length > 0 && !hasRemote(system, os) && refuse('remotes', `${os ?? title} has no remote; it came with 1.1.2`),
    device.group === null && peers.length === 0 && refuse('group', 'VyOS takes no VXLAN without a group or a remote'),
    device.local !== null &&
      !dialect.local &&
      refuse('local', `${title} has no source address: it takes that of the underlay device`),
    dialect.port === null &&
      device.port !== KERNEL_PORT &&
      refuse('port', `${title} has no setting for the port: it is ${KERNEL_PORT}`),
    device.mtu !== null &&
      (device.mtu < low || device.mtu > high) &&
      refuse('mtu', `${title} takes an MTU from ${low} to ${high}`),
    dialect.checksUnderlayMtu &&
      device.mtu !== null &&
      device.mtu >= low &&
      device.mtu < 1280 &&
      refuse('mtu', `${title} refuses an MTU below 1280: IPv6 is on`),
    lacks('ttl', dialect.fixedTtl ?? undefined),
    lacks('tos', undefined),
    lacks('df', 'unset'),
    lacks('learning', true),
    dialect.parameters &&
      device.tos !== null &&
      vyosTos(device.tos) === null &&
      refuse('tos', 'VyOS takes a TOS whose hexadecimal form has digits alone, as 0x10 (16)'),
    change.ageing !== undefined && change.ageing !== 300 && refuse('ageing', 'VyOS has no setting for it: it is 300 s'),
    change.vlan !== undefined && refuse('vlan', "VyOS sets VLANs at the bridge, which this change doesn't touch"),
    change.description !== undefined &&
      !fitsVyos(device.description) &&
      refuse('description', 'VyOS takes plain ASCII here, with neither quotes nor a backslash'),
    dialect.bridge === 'member' &&
      device.bridge !== null &&
      device.addresses.length > 0 &&
      refuse('addresses', "VyOS gives no address to a bridge's member"),
    hasBrokenLink(os) &&
      wanted?.link != null &&
      warn('link', 'the link of VyOS 1.1.0 does not work (mended on 2014-10-30): use 1.1.1 or later'),
  )
}

const linuxFields = ({ reading, wanted }: Case, device: Device): Finding[] => {
  const kernel = kernelOf(reading.profile.kernel)
  return findings(
    device.df !== null &&
      device.df !== 'unset' &&
      kernel !== null &&
      kernel < 4.02 &&
      refuse('df', `it came with Linux 4.20; this is ${reading.profile.kernel ?? ''}`),
    device.addresses.some(address => address.includes(':')) &&
      device.mtu !== null &&
      device.mtu < 1280 &&
      refuse('mtu', 'IPv6 addresses need an MTU of 1280 or more'),
    device.bridge !== null &&
      wanted !== null &&
      device.addresses.length > 0 &&
      warn('addresses', "an address on a bridge's port is of no use: it belongs on the bridge"),
    device.group === null &&
      peersOf(device).length === 0 &&
      warn('group', 'with neither a group nor remotes it floods nowhere: it hears, and answers what it has learned'),
  )
}

/** What this node's platform and release would refuse of a device's own settings. */
export const checkLimits = (given: Case): Finding[] => {
  const { wanted, dialect } = given
  if (!wanted) return []
  const own = dialect === null ? linuxFields(given, wanted) : vyosFields(given, dialect, wanted)
  return [...own, ...findings(wanted.vni === 0 && warn('vni', 'many implementations take VNI 0 for "none"'))]
}

export const netplanAge = (version: string): number => {
  const [major = 0, minor = 0] = version.split(/[.-]/).map(Number)
  return major + minor / 1000
}

const netplanProblems = ({ system, reading, wanted, before }: Case): Finding[] => {
  const defines = (name: string | null): boolean | null => {
    const link = reading.links.find(({ ifname }) => ifname === name)
    if (system.networkFiles === null || link === undefined) return null
    return system.networkFiles.some(({ ifindex, file }) => ifindex === link.ifindex && /\/10-netplan-[^/]*$/.test(file))
  }
  const named = [wanted?.link ?? null, wanted?.bridge ?? null]
  const [byLink, byBridge] = named.map(name => name === null || defines(name))
  const device = wanted ?? before
  const unsure = 'netplan must define this device too, and whether it does could not be seen here'
  return findings(
    system.netplan === null && refuse('persist', 'netplan.io is not installed on this node'),
    system.netplan !== null &&
      netplanAge(system.netplan) < 0.105 &&
      refuse('persist', `netplan ${system.netplan} knows no VXLAN; it came with 0.105`),
    ...(device ? netplanLacks(device).map(({ field, message }) => refuse(field, message)) : []),
    byLink === false &&
      refuse('link', `netplan doesn't define ${named[0] ?? ''}, and takes no tunnel on a device it doesn't know`),
    byBridge === false &&
      refuse('bridge', `netplan doesn't define ${named[1] ?? ''}, and takes no port of a bridge it doesn't know`),
    byLink === null && warn('link', unsure),
    byBridge === null && warn('bridge', unsure),
    warn(
      'persist',
      'netplan apply brings every device of this node to what its files say, not this one alone: whatever else was changed in them, or by hand since, is taken up too',
    ),
  )
}

/** The file that networkd configures a node's device by, without its folder. */
export const networkFileOf = (
  { system, reading }: Pick<Case, 'system' | 'reading'>,
  name: string | null,
): string | null => {
  const ifindex = reading.links.find(({ ifname }) => ifname === name)?.ifindex
  const file = system.networkFiles?.find(each => each.ifindex === ifindex)?.file
  return file?.replace(/^.*\//, '') ?? null
}

const networkdProblems = (given: Case): Finding[] => {
  const { wanted, before } = given
  const device = wanted ?? before
  const file = networkFileOf(given, device?.link ?? null)
  return findings(
    device !== null &&
      device.link !== null &&
      file === null &&
      refuse('persist', `networkd doesn't configure ${device.link}, so nothing would bring this device up with it`),
    // networkd puts a port into a bridge that it made itself, and passes over any other.
    wanted !== null &&
      wanted.bridge !== null &&
      networkFileOf(given, wanted.bridge) === null &&
      refuse(
        'bridge',
        `networkd doesn't configure ${wanted.bridge}, and puts no port into a bridge that it doesn't know`,
      ),
    file?.startsWith('10-netplan-') === true &&
      refuse('persist', `${device?.link ?? ''} is netplan's: take netplan, whose files these are made from`),
    warn(
      'persist',
      'networkd is not reloaded: it takes the files up when it starts next, and until then the device is as the commands made it',
    ),
    device !== null &&
      device.description !== '' &&
      warn('description', 'it is set now; no file of networkd brings it back after a restart'),
  )
}

/** Whether the device can be kept over a restart as the change asks. */
export const checkPersist = (given: Case, persist: string): Finding[] => {
  if (given.dialect !== null) {
    return findings(
      persist !== 'vyos' &&
        persist !== 'none' &&
        refuse('persist', 'on VyOS its own configuration keeps it: take vyos, or none'),
      persist === 'none' && warn('persist', 'committed but not saved: gone after a restart'),
    )
  }
  if (persist === 'vyos') return [refuse('persist', 'this node is not VyOS: take netplan, networkd or none')]
  if (persist === 'netplan') {
    const named = given.wanted?.description
      ? [warn('description', 'netplan has no key for it: its file has it as a comment')]
      : []
    return [...netplanProblems(given), ...named]
  }
  if (persist === 'networkd') return networkdProblems(given)
  const file = networkFileOf(given, given.change.name)
  return findings(
    given.wanted !== null && warn('persist', 'at run time alone: gone after a restart'),
    file !== null && warn('persist', `${file} configures this device too, and will again when networkd reads it`),
  )
}
