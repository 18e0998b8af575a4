import type { Persist } from '@/lib/model/change'
import type { Link, Reading } from '@/lib/model/reading'
import { networkFileOf } from './check-limits'
import { otherOptions } from './check-target'
import type { Device } from './device'
import type { SystemFacts } from './facts'
import {
  type ConfigFile,
  netplanFile,
  netplanPath,
  networkdFiles,
  networkdPaths,
  removeCommands,
  writeCommand,
} from './files'
import {
  type Argv,
  changeCommands,
  entryCommands,
  kernelOf,
  makeCommands,
  mustBeMadeAnew,
  printed,
  removeCommand,
} from './linux'

export interface LinuxCase {
  reading: Reading
  system: SystemFacts
  link: Link | null
  before: Device | null
  wanted: Device | null
  persist: Persist
}

export interface LinuxPlan {
  commands: string[]
  undo: string[]
  diff: string
}

/** From 5.0 on a running device takes its other options (`vxlan_changelink`, 4.12, with iproute2 of the same age). */
const CHANGES_IN_PLACE = 5
/** Kernels before that may not load the module by themselves. */
const LOADS_MODULES = 4

/** Whether a change of a running device deletes it first. */
export const linuxGoes = ({ reading, before, wanted }: Pick<LinuxCase, 'reading' | 'before' | 'wanted'>): boolean =>
  before !== null &&
  (wanted === null || mustBeMadeAnew(before, wanted, (kernelOf(reading.profile.kernel) ?? 5) >= CHANGES_IN_PLACE))

/** The persisted form of a device: files, and whether they are there now. */
const filesOf = (given: LinuxCase, device: Device | null): ConfigFile[] => {
  if (device === null) return []
  if (given.persist === 'netplan') return [netplanFile(device)]
  return given.persist === 'networkd' ? networkdFiles(device, networkFileOf(given, device.link)) : []
}

/** How a change is kept over a restart as far as a node shows it by our files' names. */
export const persistedBy = ({ ownFiles }: SystemFacts, name: string): Persist => {
  const has = (path: string | undefined) => ownFiles.includes(path?.replace(/^.*\//, '') ?? '')
  if (has(netplanPath(name))) return 'netplan'
  return has(networkdPaths(name)[0]) ? 'networkd' : 'none'
}

/** Entries and options that only the device itself tells of are made again with it. */
const remakeCommands = ({ reading, link }: LinuxCase, device: Device, from: Device | null): Argv[] =>
  link === null || from === null
    ? makeCommands(device)
    : [...makeCommands(device, otherOptions(link).more), ...entryCommands(reading, link, from)]

const runTime = (given: LinuxCase): { there: Argv[]; back: Argv[] } => {
  const { before, wanted, reading } = given
  if (before === null && wanted !== null) {
    const old = (kernelOf(reading.profile.kernel) ?? LOADS_MODULES) < LOADS_MODULES
    const modprobe = old ? [['modprobe', 'vxlan']] : []
    return { there: [...modprobe, ...makeCommands(wanted)], back: [removeCommand(wanted.name)] }
  }
  if (before === null) return { there: [], back: [] }
  const remade = remakeCommands(given, before, before)
  if (wanted === null) return { there: [removeCommand(before.name)], back: remade }
  if (!linuxGoes(given)) return { there: changeCommands(before, wanted), back: changeCommands(wanted, before) }
  const gone = removeCommand(before.name)
  return { there: [gone, ...remakeCommands(given, wanted, before)], back: [gone, ...remade] }
}

const filesDiff = (before: readonly ConfigFile[], after: readonly ConfigFile[]): string[] =>
  [...new Set([...before, ...after].map(({ path }) => path))].flatMap(path => {
    const [old, made] = [before, after].map(files => files.find(file => file.path === path)?.lines ?? null)
    const [from, to] = [old ?? [], made ?? []]
    if (from.join('\n') === to.join('\n')) return []
    return [`--- ${old ? path : '/dev/null'}`, `+++ ${made ? path : '/dev/null'}`, ...linesDiff(from, to)]
  })

/** Lines that go, then lines that come: order within either is theirs. */
const linesDiff = (from: readonly string[], to: readonly string[]): string[] => {
  const rest = [...to]
  const gone = from.filter(line => {
    const at = rest.indexOf(line)
    if (at >= 0) rest.splice(at, 1)
    return at < 0
  })
  return [...gone.map(line => `-${line}`), ...rest.map(line => `+${line}`)]
}

const deviceDiff = (given: LinuxCase): string[] => {
  const { before, wanted } = given
  const linesOf = (device: Device | null) =>
    device === null ? [] : remakeCommands(given, device, before).map(argv => printed(argv, true))
  const name = before?.name ?? wanted?.name ?? ''
  const [from, to] = [linesOf(before), linesOf(wanted)]
  return [`--- ${before ? name : 'none'}`, `+++ ${wanted ? name : 'none'}`, ...linesDiff(from, to)]
}

const write = (files: readonly ConfigFile[], root: boolean): string[] => files.map(file => writeCommand(file, root))

/** networkd makes the device as netplan's file says; what is no longer so must be gone before. */
const planNetplan = (given: LinuxCase, before: ConfigFile[], after: ConfigFile[], back: Argv[]): LinuxPlan => {
  const { root } = given.system
  const run = (...argv: string[]) => printed(argv, root)
  const name = (given.wanted ?? given.before)?.name ?? ''
  const gone = given.before === null ? [] : linuxGoes(given) ? [run(...removeCommand(name))] : []
  const apply = run('netplan', 'apply')
  const files = (now: readonly ConfigFile[], then: readonly ConfigFile[]) => [
    ...(then.length > 0 ? write(then, root) : removeCommands(now, root)),
    run('netplan', 'generate'),
  ]
  const commands = [...files(before, after), ...gone, apply]
  const removed = given.before === null ? [run(...removeCommand(name))] : gone
  const remade = before.length === 0 && given.before !== null ? back.map(argv => run(...argv)) : []
  return { commands, undo: [...files(after, before), ...removed, apply, ...remade], diff: '' }
}

const planFiles = (given: LinuxCase): LinuxPlan => {
  const { root } = given.system
  const name = (given.wanted ?? given.before)?.name ?? ''
  const isKept = given.before !== null && persistedBy(given.system, name) === given.persist
  const [before, after] = [isKept ? filesOf(given, given.before) : [], filesOf(given, given.wanted)]
  const { there, back } = runTime(given)
  const diff = [...deviceDiff(given), ...filesDiff(before, after)].join('\n')
  if (given.persist === 'netplan' && (before.length > 0 || after.length > 0)) {
    return { ...planNetplan(given, before, after, back), diff }
  }
  const lines = (list: readonly Argv[]) => list.map(argv => printed(argv, root))
  const dropped = (from: readonly ConfigFile[], to: readonly ConfigFile[]) =>
    removeCommands(
      from.filter(({ path }) => !to.some(other => other.path === path)),
      root,
    )
  return {
    commands: [...dropped(before, after), ...lines(there), ...write(after, root)],
    undo: [...dropped(after, before), ...lines(back), ...write(before, root)],
    diff,
  }
}

/** What a Linux node is told, and what takes it back: at run time, and in the files that keep it over a restart. */
export const planLinux = (given: LinuxCase): LinuxPlan => planFiles(given)
