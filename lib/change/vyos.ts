import type { Device } from './device'
import type { ConfigPath } from './facts'
import type { Dialect } from './vyos-dialect'

const PLAIN = /^[A-Za-z0-9_./:@%+,=-]+$/

/** Whether VyOS can hold a value at all: it refuses a single quote, its old configuration files break on the others. */
export const fitsVyos = (value: string): boolean => /^[\x20-\x7e]*$/.test(value) && !/['"\\]/.test(value)

/**
 * One value for VyOS's command line, and for a shell: the same rule holds in both. What a node itself told may hold a quote,
 * which VyOS refuses then; it never ends the value.
 */
export const quoteVyos = (value: string): string => (PLAIN.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`)

/** `set interfaces vxlan vxlan0 description 'tenant blue'` */
export const vyosLine = (verb: 'set' | 'delete', path: ConfigPath): string =>
  [verb, 'interfaces', ...path.map(quoteVyos)].join(' ')

/** iproute2 reads a TOS as hexadecimal, and VyOS (0 to 99) passes on what it is given: 0x10 is written `10`. */
export const vyosTos = (tos: number): string | null => {
  const hex = tos.toString(16)
  return /^\d+$/.test(hex) ? hex : null
}

const parametersOf = ({ ttl, tos, df, learning }: Device): string[][] => [
  ...(ttl === null ? [] : [['ip', 'ttl', String(ttl)]]),
  // A device that VyOS made may inherit it, which is VyOS's default and no value that can be set.
  ...(tos === null || tos === 1 ? [] : [vyosTos(tos)].filter(text => text !== null).map(text => ['ip', 'tos', text])),
  ...(df === null ? [] : [['ip', 'df', df]]),
  ...(learning === false ? [['nolearning']] : []),
]

const bridgeOf = ({ name, bridge }: Device, dialect: Dialect): string[][] => {
  if (bridge === null) return []
  return dialect.bridge === 'member'
    ? [['bridge', bridge, 'member', 'interface', name]]
    : [['vxlan', name, 'bridge-group', 'bridge', bridge]]
}

/** A device as VyOS is told of it: paths below `interfaces`, in the order they are set. */
export const configOf = (device: Device, dialect: Dialect): ConfigPath[] => {
  const { name, vni, group, remote, flood, link, local, port, mtu, addresses, description } = device
  const one = (leaf: string, value: string | number | null) => (value === null ? [] : [[leaf, String(value)]])
  const leaves = [
    ['vni', String(vni)],
    ...one(dialect.underlay, link),
    ...(dialect.local ? one('source-address', local) : []),
    ...one('group', group),
    ...[remote, ...flood].flatMap(each => one('remote', each)),
    ...(dialect.port === null ? [] : one(dialect.port, port)),
    ...one('mtu', mtu),
    ...addresses.map(address => ['address', address]),
    ...(description === '' ? [] : [['description', description]]),
    ...(dialect.parameters ? parametersOf(device).map(path => ['parameters', ...path]) : []),
  ]
  return [...leaves.map(leaf => ['vxlan', name, ...leaf]), ...bridgeOf(device, dialect)]
}

const keyOf = (path: ConfigPath): string => JSON.stringify(path)
/** Leaves with several values: another one is added, not put in its place. */
const isMany = (path: ConfigPath): boolean => path[0] === 'bridge' || path[2] === 'address' || path[2] === 'remote'
const leafOf = (path: ConfigPath): string =>
  isMany(path) || path.at(-1) === 'nolearning' ? keyOf(path) : keyOf(path.slice(0, -1))

/** What must be said to take one configuration to another. A leaf with one value is overwritten, not deleted. */
export const configSteps = (before: readonly ConfigPath[], after: readonly ConfigPath[]) => {
  const has = (paths: readonly ConfigPath[], of: (path: ConfigPath) => string) => {
    const keys = new Set(paths.map(of))
    return (path: ConfigPath) => keys.has(of(path))
  }
  const [isBefore, stays] = [has(before, keyOf), has(after, leafOf)]
  return { removed: before.filter(path => !stays(path)), added: after.filter(path => !isBefore(path)) }
}

/** The configuration of one device among all that was read. */
export const configOfDevice = (config: readonly ConfigPath[], name: string): ConfigPath[] =>
  config.filter(([kind, tag, ...rest]) => (kind === 'vxlan' ? tag === name : rest[2] === name))

/**
 * A configuration as it is, with what `from` → `to` changes of the device taken over: what we don't know of stays as it is.
 */
export const carryOver = (
  config: readonly ConfigPath[],
  from: readonly ConfigPath[],
  to: readonly ConfigPath[],
): ConfigPath[] => {
  const { removed, added } = configSteps(from, to)
  const gone = new Set([...removed.map(keyOf)])
  const replaced = new Set(added.filter(path => !isMany(path)).map(leafOf))
  const kept = config.filter(path => !gone.has(keyOf(path)) && !replaced.has(leafOf(path)))
  const known = new Set(kept.map(keyOf))
  return [...kept, ...added.filter(path => !known.has(keyOf(path)))]
}

export interface VyosCommands {
  commands: string[]
  undo: string[]
  /** Set and delete lines alone: what differs. */
  diff: string[]
}

const finish = (saves: boolean): string[] => ['commit', ...(saves ? ['save'] : [])]

const wholeOf = (paths: readonly ConfigPath[], name: string): string[] => [
  ...paths.filter(path => path[0] === 'bridge').map(path => vyosLine('delete', path)),
  vyosLine('delete', ['vxlan', name]),
]
const setLines = (paths: readonly ConfigPath[]): string[] => paths.map(path => vyosLine('set', path))

const stepLines = (before: readonly ConfigPath[], after: readonly ConfigPath[]): string[] => {
  const { removed, added } = configSteps(before, after)
  return [...removed.map(path => vyosLine('delete', path)), ...setLines(added)]
}

/**
 * From one configuration of a device to another; an empty one is none. `anew`: this release doesn't change such a device, so it
 * is deleted in one commit and made in the next.
 */
export const buildVyosCommands = (
  name: string,
  before: readonly ConfigPath[],
  after: readonly ConfigPath[],
  { anew, saves }: { anew: boolean; saves: boolean },
): VyosCommands => {
  const end = finish(saves)
  if (before.length === 0) {
    const made = setLines(after)
    return { commands: [...made, ...end], undo: [...wholeOf(after, name), ...end], diff: made }
  }
  if (after.length === 0) {
    const gone = wholeOf(before, name)
    return { commands: [...gone, ...end], undo: [...setLines(before), ...end], diff: gone }
  }
  if (!anew) {
    const there = stepLines(before, after)
    return { commands: [...there, ...end], undo: [...stepLines(after, before), ...end], diff: there }
  }
  return {
    commands: [...wholeOf(before, name), 'commit', ...setLines(after), ...end],
    undo: [...wholeOf(after, name), 'commit', ...setLines(before), ...end],
    diff: [...wholeOf(before, name), ...setLines(after)],
  }
}
