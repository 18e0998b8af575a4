import type { Path } from './config'
import { isOld, type Release } from './release'

/** One device's leaves. */
export const deviceOf = (paths: readonly Path[], name: string) => {
  const own = paths.filter(([kind, tag]) => kind === 'vxlan' && tag === name).map(path => path.slice(2))
  const all = (...leaf: string[]) =>
    own.filter(path => leaf.every((word, at) => path[at] === word)).map(path => path[leaf.length] ?? '')
  return { own, all, one: (...leaf: string[]) => all(...leaf)[0] }
}

export const namesOf = (paths: readonly Path[]): string[] => [
  ...new Set(paths.flatMap(([kind, tag]) => (kind === 'vxlan' && tag !== undefined ? [tag] : []))),
]

/** Changing one of these makes the device anew. */
const IN_DEVICE = [
  'vni',
  'group',
  'remote',
  'link',
  'source-interface',
  'source-address',
  'port',
  'remote-port',
  'parameters',
]

const partOf = (paths: readonly Path[], name: string): string =>
  JSON.stringify(
    deviceOf(paths, name)
      .own.filter(([leaf = '']) => IN_DEVICE.includes(leaf))
      .map(path => path.join(' '))
      .sort(),
  )

/** Names of devices that a commit changes, and whether one stays and must be made anew. */
export const changedDevices = (before: readonly Path[], after: readonly Path[]): { name: string; anew: boolean }[] =>
  [...new Set([...namesOf(before), ...namesOf(after)])]
    .filter(name => JSON.stringify(deviceOf(before, name).own) !== JSON.stringify(deviceOf(after, name).own))
    .map(name => ({ name, anew: partOf(before, name) !== partOf(after, name) }))

/** What commit refuses of a device; mtuOf: of an underlay device. */
export const commitRefusal = (
  release: Release,
  before: readonly Path[],
  after: readonly Path[],
  name: string,
  mtuOf: (dev: string) => number | null,
): string | null => {
  const { own, one, all } = deviceOf(after, name)
  if (own.length === 0) return null
  const isThere = deviceOf(before, name).own.length > 0
  if (isOld(release)) return isThere && partOf(before, name) !== partOf(after, name) ? 'can not be changed' : null
  const link = one('source-interface')
  if (one('vni') === undefined) return 'Must configure VNI for VXLAN'
  if (one('group') !== undefined && link === undefined) return 'Multicast VXLAN requires an underlaying interface'
  const hasPeer = one('group') ?? one('remote') ?? one('source-address') ?? (release === 'equuleus' ? undefined : link)
  if (hasPeer === undefined) return 'Group, remote or source-address must be configured'
  const overhead = [one('group'), ...all('remote')].some(each => each?.includes(':')) ? 70 : 50
  const [mtu, room] = [Number(one('mtu') ?? (release === 'equuleus' ? 1450 : 1500)), link ? mtuOf(link) : null]
  return room !== null && mtu + overhead > room
    ? `Underlaying device MTU is to small (${room} bytes) for VXLAN overhead (${overhead} bytes!)`
    : null
}

const option = (word: string, value: string | undefined): string[] => (value === undefined ? [] : [word, value])

const addCommand = (release: Release, paths: readonly Path[], name: string): string[] => {
  const { one, all } = deviceOf(paths, name)
  const port = one('remote-port') ?? one('port') ?? (release === 'sagitta' || release === 'current' ? '4789' : '8472')
  const ttl = release === 'equuleus' ? undefined : (one('parameters', 'ip', 'ttl') ?? '16')
  const remote = one('group') === undefined || isOld(release) ? all('remote')[0] : undefined
  return [
    ...['ip', 'link', 'add', name, 'type', 'vxlan', ...option('id', one('vni'))],
    ...(remote === undefined ? option('group', one('group')) : ['remote', remote]),
    ...option('local', one('source-address')),
    ...option('dev', one('link') ?? one('source-interface')),
    ...['dstport', port, ...option('ttl', ttl), ...option('tos', one('parameters', 'ip', 'tos'))],
    ...option('df', one('parameters', 'ip', 'df')),
    ...(one('parameters', 'nolearning') === undefined ? [] : ['nolearning']),
  ]
}

/** What a commit makes of one device in the kernel. */
export const kernelCommands = (
  release: Release,
  before: readonly Path[],
  after: readonly Path[],
  { name, anew }: { name: string; anew: boolean },
): string[][] => {
  const [old, made] = [deviceOf(before, name), deviceOf(after, name)]
  const gone = anew && old.own.length > 0 ? [['ip', 'link', 'delete', 'dev', name]] : []
  if (made.own.length === 0) return gone
  const kept = anew ? [] : old.all('address')
  const mtu = made.one('mtu')
  return [
    ...gone,
    ...(anew ? [addCommand(release, after, name)] : []),
    ...(anew ? made.all('remote').slice(1) : []).map(dst => [
      ...['bridge', 'fdb', 'append', '00:00:00:00:00:00', 'dev', name, 'dst', dst],
    ]),
    ...(mtu === undefined ? [] : [['ip', 'link', 'set', 'dev', name, 'mtu', mtu]]),
    ...kept.filter(each => !made.all('address').includes(each)).map(each => ['ip', 'addr', 'del', each, 'dev', name]),
    ...made
      .all('address')
      .filter(each => !kept.includes(each))
      .map(each => ['ip', 'addr', 'add', each, 'dev', name]),
    ['ip', 'link', 'set', 'dev', name, 'up'],
  ]
}
