import type { Persist } from '@/lib/model/change'
import type { Limits, NodeOptions, PresentDevice, Underlay } from '@/lib/model/node-options'
import type { Link, Reading } from '@/lib/model/reading'
import { isNodeLocal } from '@/lib/overlay/addresses'
import { pathDevices } from './check-addresses'
import { netplanAge, networkFileOf } from './check-limits'
import { canonical, deviceOf, KERNEL_PORT } from './device'
import type { NodeFacts, SystemFacts } from './facts'
import { kernelOf } from './linux'
import { persistedBy } from './plan-linux'
import { type Dialect, dialectOf, hasRemote } from './vyos-dialect'

const MAX_VNI = 0xffffff
const MOST_REMOTES = 256

const vyosLimits = (dialect: Dialect, system: SystemFacts, os: string | null): Limits => ({
  vxlanNames: true,
  maxVni: Math.min(dialect.maxVni, MAX_VNI),
  fixedPort: dialect.port === null ? KERNEL_PORT : null,
  mtu: [dialect.mtu[0], dialect.mtu[1]],
  ipv6: dialect.ipv6,
  remotes: hasRemote(system, os) ? (dialect.manyRemotes ? MOST_REMOTES : 1) : 0,
  alone: false,
  local: dialect.local,
  ttl: dialect.parameters,
  tos: dialect.parameters,
  df: dialect.parameters,
  learning: dialect.parameters,
  ageing: false,
  vlan: false,
  asciiDescription: true,
})

/** `df` came with 4.20. */
const DF_SINCE = 4.02

const linuxLimits = ({ profile }: Reading): Limits => ({
  vxlanNames: false,
  maxVni: MAX_VNI,
  fixedPort: null,
  mtu: [68, 65_485],
  ipv6: true,
  remotes: MOST_REMOTES,
  alone: true,
  local: true,
  ttl: true,
  tos: true,
  df: (kernelOf(profile.kernel) ?? DF_SINCE) >= DF_SINCE,
  learning: true,
  ageing: true,
  vlan: true,
  asciiDescription: false,
})

const NETPLAN_SINCE = 0.105

const whyNoNetplan = ({ netplan }: SystemFacts): string | null => {
  if (netplan === null) return 'netplan.io is not installed there'
  return netplanAge(netplan) < NETPLAN_SINCE ? `netplan ${netplan} knows no VXLAN; it came with 0.105` : null
}

const whyNoNetworkd = (reading: Reading, system: SystemFacts): string | null => {
  const files = reading.links
    .map(({ ifname }) => networkFileOf({ reading, system }, ifname))
    .filter(file => file !== null)
  if (files.length === 0) return 'systemd-networkd configures no device there'
  return files.every(file => file.startsWith('10-netplan-')) ? "its files are netplan's: take netplan" : null
}

const persistOptions = (reading: Reading, system: SystemFacts, dialect: Dialect | null): NodeOptions['persist'] => {
  const free = (value: Persist) => ({ value, why: null })
  if (dialect !== null) return [free('vyos'), free('none')]
  return [
    free('none'),
    { value: 'netplan', why: whyNoNetplan(system) },
    { value: 'networkd', why: whyNoNetworkd(reading, system) },
  ]
}

const presentOf = (reading: Reading, link: Link, persistOf: (name: string) => Persist): PresentDevice[] => {
  const device = deviceOf(reading, link)
  if (device === null) return []
  const { remote, flood, vlan: _, mac: __, up: ___, ...rest } = device
  const isBridge = reading.links.some(({ ifname, kind }) => ifname === device.bridge && kind === 'bridge')
  return [
    {
      ...rest,
      persist: persistOf(link.ifname),
      bridge: isBridge ? device.bridge : null,
      remotes: [...(remote === null ? [] : [remote]), ...flood],
      learned: reading.fdb.filter(
        ({ ifname, state, dst, flags, mac }) =>
          ifname === link.ifname &&
          state === '' &&
          dst !== null &&
          !flags.includes('extern_learn') &&
          !mac.startsWith('00:00:00:00'),
      ).length,
    },
  ]
}

/** What carries no VXLAN of ours: loopback, other tunnels, and what lies in a bridge or bond. */
const isUnderlay = ({ ifname, kind, master, link }: Link, reading: Reading): boolean =>
  ifname !== 'lo' &&
  kind !== 'vxlan' &&
  kind !== 'vrf' &&
  !(link === null && kind === 'veth' && master !== null) &&
  !reading.links.some(other => other.ifname === master && (other.kind === 'bridge' || other.kind === 'bond'))

/** Devices that a VXLAN can send by: those that others send by first, then those with an address, and ours to the node last. */
const underlaysOf = (reading: Reading, system: SystemFacts): Underlay[] => {
  const managed = pathDevices(reading, system.path)
  const rank = ({ up, addresses, vxlans, ifname }: Underlay): number =>
    vxlans > 0 ? 0 : up && addresses.length > 0 ? (managed.includes(ifname) ? 2 : 1) : 3
  return reading.links
    .filter(link => isUnderlay(link, reading))
    .map(({ ifname, up, mtu, addresses }) => ({
      ifname,
      up,
      mtu,
      addresses: addresses.map(({ address }) => canonical(address)).filter(address => !isNodeLocal(address)),
      vxlans: reading.links.filter(({ kind, link }) => kind === 'vxlan' && link === ifname).length,
    }))
    .sort((a, b) => rank(a) - rank(b))
}

const UNREAD = 'It could not be read, and nothing is changed where nothing is known.'
const OVS = 'VXLAN ports of Open vSwitch are not changed here.'
const NO_DIALECT = 'Which release of VyOS this is could not be told, or it has no VXLAN (1.1 brought it).'

/** What a node can be asked for, and what it has: for a form, and for whoever writes a change by hand. Nothing is asked of the node. */
export const optionsOf = (node: string, { reading, system }: NodeFacts): NodeOptions => {
  const nothing: NodeOptions = {
    ...{ node, method: null, title: '', why: UNREAD, limits: null, persist: [], path: system.path },
    ...{ underlays: [], bridges: [], devices: [], names: [] },
  }
  if (reading === null) return nothing
  const { platform, os } = reading.profile
  if (platform === 'ovs') return { ...nothing, title: 'Open vSwitch', why: OVS }
  const dialect = platform === 'vyos' ? dialectOf(system, os) : null
  if (platform === 'vyos' && dialect === null) return { ...nothing, title: os ?? 'VyOS', why: NO_DIALECT }
  return {
    node,
    method: dialect?.method ?? 'linux',
    title: dialect?.title ?? 'Linux',
    why: null,
    limits: dialect === null ? linuxLimits(reading) : vyosLimits(dialect, system, os),
    persist: persistOptions(reading, system, dialect),
    path: system.path,
    underlays: underlaysOf(reading, system),
    bridges: reading.links.filter(({ kind }) => kind === 'bridge').map(({ ifname }) => ifname),
    devices: reading.links.flatMap(link =>
      presentOf(reading, link, name => (dialect === null ? persistedBy(system, name) : 'vyos')),
    ),
    names: reading.links.map(({ ifname }) => ifname),
  }
}
