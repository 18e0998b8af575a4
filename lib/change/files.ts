import { quoteArgument } from '@/lib/platform/script'
import { type Device, deviceFamily } from './device'
import { printed } from './linux'

/** A file of our own on a node. */
export interface ConfigFile {
  path: string
  mode: '0600' | '0644'
  lines: string[]
}

/** YAML's double-quoted strings take what JSON's do. */
const quoted = (text: string): string => JSON.stringify(text)
const entry = (key: string, value: string | number | boolean | null): string[] =>
  value === null ? [] : [`      ${key}: ${typeof value === 'string' ? quoted(value) : value}`]
const list = (values: readonly string[]): string => `[${values.map(quoted).join(', ')}]`

/** A TTL of 0 is the kernel's own choice: nothing to say. */
const ttlOf = ({ ttl }: Device): number | null => (ttl === 0 ? null : ttl)

export const netplanPath = (name: string): string => `/etc/netplan/90-vxlan-${name}.yaml`

/** netplan's file for a device. It has no key for a group: a multicast `remote` becomes networkd's `Group=`. */
export const netplanFile = (device: Device): ConfigFile => {
  const { name, bridge, description, df, addresses } = device
  return {
    path: netplanPath(name),
    mode: '0600',
    lines: [
      // An alias comes from the node and may hold anything; a comment ends with its line.
      ...(description === '' ? [] : [`# ${description.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')}`]),
      'network:',
      '  version: 2',
      ...(bridge === null ? [] : ['  bridges:', `    ${quoted(bridge)}:`, `      interfaces: ${list([name])}`]),
      '  tunnels:',
      `    ${quoted(name)}:`,
      '      mode: vxlan',
      ...entry('id', device.vni),
      ...entry('remote', device.group ?? device.remote ?? device.flood[0] ?? null),
      ...entry('local', device.local),
      ...entry('link', device.link),
      ...entry('port', device.port),
      ...entry('mtu', device.mtu),
      ...entry('ttl', ttlOf(device)),
      ...entry('type-of-service', device.tos),
      ...entry('do-not-fragment', df === null ? null : df === 'set'),
      ...entry('mac-learning', device.learning),
      ...entry('ageing', device.ageing),
      ...(addresses.length === 0 ? [] : [`      addresses: ${list(addresses)}`]),
    ],
  }
}

const line = (key: string, value: string | number | boolean | null): string[] =>
  value === null ? [] : [`${key}=${value === true ? 'yes' : value === false ? 'no' : value}`]

const DF = { set: 'yes', unset: 'no', inherit: 'inherit' } as const
const dfOf = ({ df }: Device): string | null => (df === 'set' || df === 'unset' || df === 'inherit' ? DF[df] : null)

const NETWORKD = '/etc/systemd/network'
export const networkdPaths = (name: string): string[] => [
  `${NETWORKD}/90-vxlan-${name}.netdev`,
  `${NETWORKD}/90-vxlan-${name}.network`,
]

/** systemd.netdev(5), [VXLAN]. */
const netdevLines = (device: Device): string[] => [
  '[NetDev]',
  `Name=${device.name}`,
  'Kind=vxlan',
  ...line('MTUBytes', device.mtu),
  '',
  '[VXLAN]',
  `VNI=${device.vni}`,
  ...line('Group', device.group),
  ...line('Remote', device.remote),
  ...line('Local', device.local),
  `DestinationPort=${device.port}`,
  ...line('TTL', ttlOf(device)),
  ...line('TOS', device.tos),
  ...line('IPDoNotFragment', dfOf(device)),
  ...line('MacLearning', device.learning),
  ...line('FDBAgeingSec', device.ageing),
  ...(device.link === null ? ['Independent=yes'] : []),
]

/** systemd.network(5): addresses, bridge and flood list. */
const networkLines = ({ name, addresses, bridge, vlan, flood }: Device): string[] => [
  '[Match]',
  `Name=${name}`,
  '',
  '[Network]',
  'ConfigureWithoutCarrier=yes',
  ...line('Bridge', bridge),
  ...addresses.map(address => `Address=${address}`),
  ...(vlan === null ? [] : ['', '[BridgeVLAN]', `VLAN=${vlan}`, `PVID=${vlan}`, `EgressUntagged=${vlan}`]),
  ...flood.flatMap(dst => [
    '',
    '[BridgeFDB]',
    'MACAddress=00:00:00:00:00:00',
    `Destination=${dst}`,
    'AssociatedWith=self',
  ]),
]

/** networkd's files for a device; `parent` is the name of the file its underlay device is configured by. */
export const networkdFiles = (device: Device, parent: string | null): ConfigFile[] => {
  const [netdev = '', network = ''] = networkdPaths(device.name)
  return [
    { path: netdev, mode: '0644', lines: netdevLines(device) },
    { path: network, mode: '0644', lines: networkLines(device) },
    ...(parent === null
      ? []
      : [
          {
            path: dropInPath(parent, device.name),
            mode: '0644' as const,
            lines: ['[Network]', `VXLAN=${device.name}`],
          },
        ]),
  ]
}

const dropInPath = (parent: string, name: string): string => `${NETWORKD}/${parent}.d/90-vxlan-${name}.conf`

/** Writes a file whole, with its folder; the lines are a shell's arguments, so no line of it is ever read as a command. */
export const writeCommand = ({ path, mode, lines }: ConfigFile, root: boolean): string =>
  `printf '%s\\n' ${lines.map(quoteArgument).join(' ')} | ${printed(['install', '-D', '-m', mode, '/dev/stdin', path], root)}`

/** Removes files, and folders of drop-ins that are empty then. */
export const removeCommands = (files: readonly ConfigFile[], root: boolean): string[] => {
  if (files.length === 0) return []
  const folders = files.map(({ path }) => path.replace(/\/[^/]*$/, '')).filter(folder => folder.endsWith('.d'))
  return [
    printed(['rm', '-f', ...files.map(({ path }) => path)], root),
    ...folders.map(folder => printed(['rmdir', '--ignore-fail-on-non-empty', folder], root)),
  ]
}

/** What of a device netplan has no key for: field and reason. */
export const netplanLacks = (device: Device): { field: string; message: string }[] => {
  const peers = [device.group, device.remote, ...device.flood].filter(each => each !== null)
  return [
    ...(peers.length > 1
      ? [{ field: 'remotes', message: 'netplan has one key for a group or one remote; for more take networkd' }]
      : []),
    ...(device.df === 'inherit'
      ? [{ field: 'df', message: 'netplan knows do-not-fragment as true or false; for inherit take networkd' }]
      : []),
    ...(device.vlan === null
      ? []
      : [{ field: 'vlan', message: "netplan sets no VLAN of a bridge's port; take networkd" }]),
    ...(device.group === null && deviceFamily(device) === 'ipv6' && device.local === null && peers.length === 0
      ? [{ field: 'local', message: 'netplan needs an address to tell IPv6 by' }]
      : []),
  ]
}
