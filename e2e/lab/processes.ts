import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { namespaceFile } from './network'
import { LabError } from './run'

/** The environment variable that marks a process as part of the lab instance it names. */
export const MARKER = 'VXSCOPE_LAB'
/** Beside it: the state directory, by which a lab of another clone is told from one's own. */
export const DIR_MARKER = 'VXSCOPE_LAB_DIR'

/** A process as recorded: a pid alone may be another program's by now, so its start time and the boot go with it. */
export interface ProcessId {
  pid: number
  /** Clock ticks since boot, field 22 of `/proc/PID/stat`. */
  startTime: number
  bootId: string
}

interface Stat {
  name: string
  state: string
  parent: number
  startTime: number
}

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

const bootId = (): string => read('/proc/sys/kernel/random/boot_id')?.trim() ?? ''

/** `/proc/PID/stat` (proc(5)); the name may hold blanks and brackets, so fields are counted from the last bracket. */
export const parseStat = (text: string): Stat | undefined => {
  const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'))
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state, parent] = fields
  const startTime = Number(fields[19])
  return state && Number.isSafeInteger(startTime) ? { name, state, parent: Number(parent), startTime } : undefined
}

const statOf = (pid: number): Stat | undefined => {
  const text = read(`/proc/${pid}/stat`)
  const stat = text === undefined ? undefined : parseStat(text)
  return stat && stat.state !== 'Z' && stat.state !== 'X' ? stat : undefined
}

/** The identity of a running process; undefined when there is none (a zombie runs no more). */
export const identify = (pid: number): ProcessId | undefined => {
  const stat = statOf(pid)
  return stat && { pid, startTime: stat.startTime, bootId: bootId() }
}

export const isAlive = ({ pid, startTime, bootId: boot }: ProcessId): boolean =>
  statOf(pid)?.startTime === startTime && boot === bootId()

const allPids = (): number[] =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)

const networkOf = (pid: number): string | undefined => {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`)
  } catch {
    return undefined
  }
}

const inodeOf = (namespace: string): string | undefined => {
  try {
    return `net:[${statSync(namespaceFile(namespace)).ino}]`
  } catch {
    return undefined
  }
}

/** Every process whose network namespace is one of these. */
export const processesIn = (namespaces: readonly string[]): ProcessId[] => {
  const inodes = new Set(namespaces.map(inodeOf).filter(inode => inode !== undefined))
  // A name whose mount is gone is an empty file of the ordinary file system: never take its inode for a namespace.
  const own = networkOf(process.pid)
  if (own !== undefined) inodes.delete(own)
  return allPids()
    .filter(pid => inodes.has(networkOf(pid) ?? ''))
    .flatMap(pid => identify(pid) ?? [])
}

/** Every process that carries the marker of this instance, and the state directory it was started from. */
export const markedProcesses = (instance: string): { id: ProcessId; dir: string | undefined }[] =>
  allPids().flatMap(pid => {
    const variables = read(`/proc/${pid}/environ`)?.split('\0') ?? []
    const id = variables.includes(`${MARKER}=${instance}`) ? identify(pid) : undefined
    const dir = variables.find(variable => variable.startsWith(`${DIR_MARKER}=`))?.slice(DIR_MARKER.length + 1)
    return id ? [{ id, dir }] : []
  })

/** These and all processes beneath them. */
export const withDescendants = (roots: readonly ProcessId[]): ProcessId[] => {
  const children = new Map<number, number[]>()
  for (const pid of allPids()) {
    const parent = statOf(pid)?.parent ?? 0
    children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  const beneath = (pid: number): number[] => (children.get(pid) ?? []).flatMap(child => [child, ...beneath(child)])
  return [...roots, ...roots.flatMap(root => beneath(root.pid)).flatMap(pid => identify(pid) ?? [])]
}

/** Name of a running process as the kernel keeps it: at most 15 bytes. */
export const processName = (pid: number): string | undefined => statOf(pid)?.name

/** This process and those that started it: never to be ended by a clean-up that one of them asked for. */
const ownLine = (): Set<number> => {
  const line = new Set<number>()
  for (let pid = process.pid; pid > 0 && !line.has(pid); pid = statOf(pid)?.parent ?? 0) line.add(pid)
  return line
}

const signal = (id: ProcessId, name: NodeJS.Signals): void => {
  if (!isAlive(id)) return
  try {
    process.kill(id.pid, name)
  } catch {
    // It ended between the look and the signal.
  }
}

const gone = async (ids: readonly ProcessId[], milliseconds: number): Promise<boolean> => {
  const until = performance.now() + milliseconds
  while (ids.some(isAlive)) {
    if (performance.now() > until) return false
    await sleep(10)
  }
  return true
}

const GRACE = 5_000

/** Ends processes: those that know how to clean up (`polite`) by SIGTERM first, and in the end all by SIGKILL. */
export const endProcesses = async (ids: readonly ProcessId[], { polite = false } = {}): Promise<void> => {
  if (ids.length === 0) return
  const spared = ownLine()
  const doomed = ids.filter(({ pid }) => !spared.has(pid))
  if (polite) {
    for (const id of doomed) signal(id, 'SIGTERM')
    if (await gone(doomed, GRACE)) return
  }
  for (const id of doomed) signal(id, 'SIGKILL')
  if (await gone(doomed, GRACE)) return
  throw new LabError(
    `processes ${doomed
      .filter(isAlive)
      .map(({ pid }) => pid)
      .join(', ')} do not end, even by SIGKILL`,
  )
}
