import { createHmac, timingSafeEqual } from 'node:crypto'
import { fingerprint, keyAlgorithm } from './fingerprint'
import { matchesPatternList } from './patterns'

/** One line of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
export interface KnownHost {
  /** `file:line`, for people. */
  where: string
  marker: 'revoked' | 'cert-authority' | null
  /** Host field as written: a comma list of patterns, or one hashed name. */
  hosts: string
  algorithm: string
  key: Buffer
}

export interface KnownHosts {
  entries: KnownHost[]
  /** Lines that could not be used, and why. */
  notes: string[]
}

export type HostKeyVerdict =
  | { verdict: 'trusted' }
  /** `others`: keys of other algorithms known for this host. `certAuthority`: where a CA for this host stands, which isn't used. */
  | { verdict: 'unknown'; fingerprint: string; others?: string[]; certAuthority?: string }
  /** `where`: `file:line` of the keys that were expected, separated by ", ". */
  | { verdict: 'changed'; fingerprint: string; expected: string[]; where: string }
  | { verdict: 'revoked'; fingerprint: string; where: string }

const MARKERS: Record<string, 'revoked' | 'cert-authority'> = {
  '@revoked': 'revoked',
  '@cert-authority': 'cert-authority',
}

const parseLine = (text: string, where: string): KnownHost | string => {
  const fields = text.trim().split(/[ \t]+/)
  const marked = fields[0]?.startsWith('@') ?? false
  const marker = marked ? MARKERS[fields.shift() ?? ''] : null
  if (marker === undefined) return `${where}: a marker other than @revoked and @cert-authority`
  const [hosts, algorithm, encoded] = fields
  if (!hosts || !algorithm || !encoded) return `${where}: not "host algorithm key"`
  const key = Buffer.from(encoded, 'base64')
  if (keyAlgorithm(key) !== algorithm)
    return `${where}: the key isn't one of kind ${JSON.stringify(algorithm.slice(0, 40))}`
  return { where, marker, hosts, algorithm, key }
}

/** Reads a known_hosts file. A line that can't be used is named in `notes`; the others stand. */
export const parseKnownHosts = (file: string, text: string): KnownHosts => {
  const entries: KnownHost[] = []
  const notes: string[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue
    const parsed = parseLine(line, `${file}:${index + 1}`)
    if (typeof parsed === 'string') notes.push(parsed)
    else entries.push(parsed)
    if (typeof parsed !== 'string' && parsed.marker === 'cert-authority') {
      notes.push(`${parsed.where}: @cert-authority is not used, host certificates are not supported`)
    }
  }
  return { entries, notes }
}

/** The name a host goes by in known_hosts: bare on port 22, else `[host]:port`. */
export const knownHostName = (host: string, port: number): string => {
  const name = host.toLowerCase()
  return port === 22 ? name : `[${name}]:${port}`
}

/** Whether a host field stands for a name; hashed names are `|1|salt|HMAC-SHA1(salt, name)` (OpenSSH hostfile.c). */
export const matchesHostField = (hosts: string, name: string): boolean => {
  if (!hosts.startsWith('|')) return matchesPatternList(hosts.split(','), name)
  const [, version, salt, hash] = hosts.split('|')
  if (version !== '1' || !salt || !hash) return false
  const expected = Buffer.from(hash, 'base64')
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest()
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

const describe = (entry: KnownHost) => `${entry.algorithm} ${fingerprint(entry.key)} (${entry.where})`

/**
 * What is known of a key that a host showed. As in OpenSSH, any line that holds this very key makes it trusted (also one
 * for the host without port), a different key of the same kind is "changed", keys of other kinds alone leave it unknown.
 */
export const checkHostKey = (
  entries: readonly KnownHost[],
  host: string,
  port: number,
  key: Buffer,
): HostKeyVerdict => {
  const name = knownHostName(host, port)
  const here = entries.filter(entry => matchesHostField(entry.hosts, name))
  const bare = port === 22 ? [] : entries.filter(entry => matchesHostField(entry.hosts, host.toLowerCase()))
  const same = (entry: KnownHost) => entry.key.equals(key)
  const shown = fingerprint(key)

  const revoked = [...here, ...bare].find(entry => entry.marker === 'revoked' && same(entry))
  if (revoked) return { verdict: 'revoked', fingerprint: shown, where: revoked.where }
  const plain = here.filter(entry => entry.marker === null)
  if ([...plain, ...bare.filter(entry => entry.marker === null)].some(same)) return { verdict: 'trusted' }

  const algorithm = keyAlgorithm(key)
  const rivals = plain.filter(entry => entry.algorithm === algorithm)
  if (rivals.length > 0) {
    const expected = [...new Set(rivals.map(entry => fingerprint(entry.key)))]
    return { verdict: 'changed', fingerprint: shown, expected, where: rivals.map(entry => entry.where).join(', ') }
  }
  const authority = here.find(entry => entry.marker === 'cert-authority')
  return {
    verdict: 'unknown',
    fingerprint: shown,
    ...(plain.length > 0 && { others: plain.map(describe) }),
    ...(authority && { certAuthority: authority.where }),
  }
}

/** Kinds of keys that are known for a host, in the order of the files, each once. */
export const knownAlgorithms = (entries: readonly KnownHost[], host: string, port: number): string[] => {
  const names = [knownHostName(host, port), host.toLowerCase()]
  const here = names.map(name =>
    entries.filter(entry => entry.marker === null && matchesHostField(entry.hosts, name)).map(entry => entry.algorithm),
  )
  return [...new Set(here.find(algorithms => algorithms.length > 0) ?? [])]
}
