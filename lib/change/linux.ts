import type { FdbEntry, Link, Reading } from '@/lib/model/reading'
import { sortedBy } from '@/lib/overlay/lists/order'
import { commandLine } from '@/lib/platform'
import { ALL_ZERO, type Device } from './device'

export type Argv = readonly string[]

const option = (word: string, value: string | number | null): string[] => (value === null ? [] : [word, String(value)])

const vxlanOptions = ({ ttl, tos, df, learning, ageing }: Device): string[] => [
  ...option('ttl', ttl),
  ...(tos === null ? [] : ['tos', tos === 1 ? 'inherit' : `0x${tos.toString(16)}`]),
  ...option('df', df),
  ...(learning === null ? [] : [learning ? 'learning' : 'nolearning']),
  ...option('ageing', ageing),
]

/** What a kernel makes of a device that is told nothing else (drivers/net/vxlan). */
const DEFAULTS = { ttl: 0, tos: 0, df: 'unset', learning: true, ageing: 300 } as const
const CHANGEABLE = ['ttl', 'tos', 'df', 'learning', 'ageing'] as const

/** Old releases don't know the words of options that came later, so a default is left unsaid. */
const withoutDefaults = (device: Device): Device => ({
  ...device,
  ...Object.fromEntries(CHANGEABLE.filter(key => device[key] === DEFAULTS[key]).map(key => [key, null])),
})

/** `ip link add name vxlan100 type vxlan id 100 …`: what stands in the device itself. */
const addCommand = (device: Device, more: Argv = []): Argv => [
  ...['ip', 'link', 'add', 'name', device.name, ...option('address', device.mac)],
  ...['type', 'vxlan', 'id', String(device.vni)],
  ...option('group', device.group),
  ...option('remote', device.remote),
  ...option('local', device.local),
  ...option('dev', device.link),
  ...['dstport', String(device.port)],
  ...vxlanOptions(withoutDefaults(device)),
  ...more,
]

const set = (name: string, ...words: string[]): Argv => ['ip', 'link', 'set', 'dev', name, ...words]
const flood = (verb: 'append' | 'del', name: string, dst: string): Argv => [
  ...['bridge', 'fdb', verb, ALL_ZERO, 'dev', name, 'dst', dst],
]
const address = (verb: 'add' | 'del', name: string, cidr: string): Argv => ['ip', 'addr', verb, cidr, 'dev', name]

/** A port's one VLAN, untagged. A bridge gives each new port VLAN 1 by itself (`vlan_default_pvid`). */
const vlanCommands = ({ name, vlan }: Device): Argv[] =>
  vlan === null
    ? []
    : [
        ...(vlan === 1 ? [] : [['bridge', 'vlan', 'del', 'dev', name, 'vid', '1']]),
        ['bridge', 'vlan', 'add', 'dev', name, 'vid', String(vlan), 'pvid', 'untagged'],
      ]

/** All that makes a device, in order; it comes up last. `more`: words that our own device doesn't know. */
export const makeCommands = (device: Device, more: Argv = []): Argv[] => {
  const { name } = device
  return [
    addCommand(device, more),
    ...(device.mtu === null ? [] : [set(name, 'mtu', String(device.mtu))]),
    ...(device.description === '' ? [] : [set(name, 'alias', device.description)]),
    ...device.flood.map(dst => flood('append', name, dst)),
    ...(device.bridge === null ? [] : [set(name, 'master', device.bridge)]),
    ...vlanCommands(device),
    ...device.addresses.map(cidr => address('add', name, cidr)),
    ...(device.up ? [set(name, 'up')] : []),
  ]
}

export const removeCommand = (name: string): Argv => ['ip', 'link', 'delete', 'dev', name]

const isUserEntry = ({ mac, state, flags, dst, master, nhid }: FdbEntry, link: Link, device: Device): boolean => {
  if (nhid !== null || flags.includes('extern_learn') || !['permanent', 'static', 'noarp'].includes(state)) return false
  if (master !== null) return mac !== link.mac
  return dst !== null && !(mac === ALL_ZERO && [device.group, device.remote, ...device.flood].includes(dst))
}

/** Entries that somebody put there by hand, beside those of the device itself: made anew, it lacks them. Sorted. */
export const entryCommands = ({ fdb }: Reading, link: Link, device: Device): Argv[] => {
  const entries = fdb.filter(entry => entry.ifname === link.ifname && isUserEntry(entry, link, device))
  const commands = entries.map(({ mac, dst, vlan, port, vni, srcVni, via, state, master }) => [
    ...['bridge', 'fdb', mac === ALL_ZERO ? 'append' : 'replace', mac, 'dev', link.ifname],
    ...option('dst', dst),
    ...option('port', port),
    ...option('vni', vni),
    ...option('src_vni', srcVni),
    ...option('via', via),
    ...option('vlan', vlan),
    ...(master === null ? ['self'] : ['master']),
    state === 'permanent' ? 'permanent' : 'static',
  ])
  return sortedBy(commands, words => words.join(' '))
}

const IN_DEVICE = ['vni', 'group', 'remote', 'link', 'local', 'port'] as const
const differ = (a: Device, b: Device, keys: readonly (keyof Device)[]): boolean => keys.some(key => a[key] !== b[key])

/** Fields that a device of a running kernel doesn't take (`vxlan_changelink`): it is deleted and made anew. */
export const mustBeMadeAnew = (before: Device, after: Device, kernelChanges: boolean): boolean =>
  differ(before, after, IN_DEVICE) || (!kernelChanges && differ(before, after, CHANGEABLE))

const changedOptions = (before: Device, after: Device): string[] => {
  const saidOf = (device: Device, key: (typeof CHANGEABLE)[number]) => device[key] ?? DEFAULTS[key]
  const said = CHANGEABLE.map(key => [key, saidOf(before, key) === saidOf(after, key) ? null : saidOf(after, key)])
  return vxlanOptions({ ...after, ...Object.fromEntries(said) })
}

const isIn = (list: readonly string[]) => (each: string) => list.includes(each)
const notIn = (list: readonly string[]) => (each: string) => !list.includes(each)

/** What takes a device from one state to another where it stays; run the other way round it is the undo. */
export const changeCommands = (before: Device, after: Device): Argv[] => {
  const { name } = after
  const options = changedOptions(before, after)
  const moved = before.bridge !== after.bridge
  return [
    ...(options.length === 0 ? [] : [set(name, 'type', 'vxlan', ...options)]),
    ...(before.mtu === after.mtu || after.mtu === null ? [] : [set(name, 'mtu', String(after.mtu))]),
    ...(before.description === after.description ? [] : [set(name, 'alias', after.description)]),
    ...after.flood.filter(notIn(before.flood)).map(dst => flood('append', name, dst)),
    ...before.flood.filter(notIn(after.flood)).map(dst => flood('del', name, dst)),
    ...(moved ? [after.bridge === null ? set(name, 'nomaster') : set(name, 'master', after.bridge)] : []),
    ...(before.vlan === after.vlan && !moved ? [] : vlanCommands(after)),
    ...before.addresses.filter(notIn(after.addresses)).map(cidr => address('del', name, cidr)),
    ...after.addresses.filter(cidr => !isIn(before.addresses)(cidr)).map(cidr => address('add', name, cidr)),
  ]
}

/** The kernel's number, `null` where it isn't told. */
export const kernelOf = (kernel: string | null): number | null => {
  const match = kernel?.match(/^(\d+)\.(\d+)/)
  return match ? Number(match[1]) + Number(match[2]) / 1000 : null
}

/** As it is run: with the login's own rights, or under sudo, which is never asked for a password. */
export const printed = (argv: Argv, root: boolean): string => commandLine(root ? argv : ['sudo', '-n', ...argv])
