import { readFileSync, statSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import {
  checkHostKey,
  type HostKeyVerdict,
  type KnownHosts,
  knownAlgorithms,
  knownHostName,
  matchesHostField,
  parseKnownHosts,
} from './known-hosts'
import { systemCode } from './node-error'
import type { SshTarget } from './target'

/** Which host keys are trusted. `files` replaces the user's known_hosts files where ssh config names others for a host. */
export interface HostKeyTrust {
  check(host: string, port: number, key: Buffer, files?: readonly string[]): HostKeyVerdict
  /** Kinds of host keys to ask for first: those of which one is known. */
  preferredAlgorithms(host: string, port: number, files?: readonly string[]): string[]
}

const LARGEST = 16 * 1024 * 1024

interface Loaded extends KnownHosts {
  stamp: string
}

/** Size, times and inode: `vxscope trust` replaces the file, so at least the inode differs. */
const stampOf = (file: string): string => {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat ? `${stat.ino} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}` : 'absent'
}

const load = (file: string, stamp: string): Loaded => {
  if (stamp === 'absent') return { stamp, entries: [], notes: [] }
  const size = statSync(file).size
  if (size > LARGEST) return { stamp, entries: [], notes: [`${file}: not read, larger than ${LARGEST} bytes`] }
  return { stamp, ...parseKnownHosts(file, readFileSync(file, 'utf8')) }
}

/**
 * The keys in our own file and in the user's. Each question first looks whether a file has changed and then reads it again,
 * so `vxscope trust` takes effect without a restart. That look is synchronous on purpose: the answer is needed in the
 * middle of a key exchange, costs microseconds, and may not be older than the question. `notes` are lines that aren't used.
 */
export const readHostKeyTrust = async (files: {
  own: string
  user: string[]
}): Promise<HostKeyTrust & { notes(): string[] }> => {
  const loaded = new Map<string, Loaded>()

  const current = (file: string): Loaded => {
    const before = loaded.get(file)
    try {
      const stamp = stampOf(file)
      if (before?.stamp === stamp) return before
      const now = load(file, stamp)
      loaded.set(file, now)
      return now
    } catch (error) {
      const now = { stamp: '', entries: [], notes: [`${file}: can't be read (${systemCode(error)})`] }
      loaded.set(file, now)
      return now
    }
  }
  const entries = (user: readonly string[] = files.user) => [files.own, ...user].flatMap(file => current(file).entries)

  for (const file of [files.own, ...files.user]) current(file)
  return {
    check: (host, port, key, user) => checkHostKey(entries(user), host, port, key),
    preferredAlgorithms: (host, port, user) => knownAlgorithms(entries(user), host, port),
    notes: () => [...loaded.values()].flatMap(file => file.notes),
  }
}

/** Where a target's key stands in known_hosts: under its alias (which has no port, as in OpenSSH), else host and port. */
export const hostKeyPlace = (target: SshTarget): { host: string; port: number } =>
  target.hostKeyAlias === null ? { host: target.host, port: target.port } : { host: target.hostKeyAlias, port: 22 }

/** A line without this host: dropped, or with the host's name taken out of its comma list. Marked lines stay. */
const withoutHost = (line: string, name: string): string | null => {
  const [entry] = parseKnownHosts('', line).entries
  if (!entry || entry.marker !== null) return line
  const hosts = entry.hosts.split(',')
  const others = hosts.filter(host => !matchesHostField(host, name) || /[*?!]/.test(host))
  if (others.length === hosts.length) return line
  return others.length === 0 ? null : line.replace(entry.hosts, others.join(','))
}

/**
 * Keeps the key a target offered (`line`, from `readOfferedKey`) in our own file, in place of any older key of that host.
 * The file is replaced as a whole, readable by its owner alone; its other lines and comments stay. Throws on file errors.
 */
export const trustKey = async (file: string, target: SshTarget, offered: { line: string }): Promise<void> => {
  const { host, port } = hostKeyPlace(target)
  const before = await readFile(file, 'utf8').catch(error => {
    if (systemCode(error) === 'ENOENT') return ''
    throw error
  })
  const kept = before
    .split(/\r?\n/)
    .map(line => withoutHost(line, knownHostName(host, port)))
    .filter(line => line !== null)
  while (kept.at(-1) === '') kept.pop()

  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const fresh = `${file}.${process.pid}.new`
  await rm(fresh, { force: true })
  const handle = await open(fresh, 'wx', 0o600)
  try {
    await handle.writeFile(`${[...kept, offered.line].join('\n')}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(fresh, file)
}
