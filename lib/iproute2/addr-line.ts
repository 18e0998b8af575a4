import type { Raw } from './grammar'
import { decimal } from './lines'

const FAMILIES = new Set(['inet', 'inet6', 'dnet', 'ipx', 'mpls', 'link', 'bridge'])
/** Flags by their JSON key (iproute2 ip/ipaddress.c, ifa_flag_names). A word that is none of them is the label. */
const FLAGS = new Set([
  ...['secondary', 'temporary', 'nodad', 'optimistic', 'dadfailed', 'home', 'deprecated', 'tentative'],
  ...['dynamic', 'mngtmpaddr', 'noprefixroute', 'autojoin', 'stable-privacy'],
])
/** Names of the bits of `flags 800`, which a release prints for flags that it has no word for (linux/if_addr.h). */
const FLAG_BITS: Readonly<Record<number, string>> = {
  ...{ 2: 'nodad', 4: 'optimistic', 8: 'dadfailed', 16: 'home', 32: 'deprecated', 64: 'tentative' },
  ...{ 256: 'mngtmpaddr', 512: 'noprefixroute', 1024: 'autojoin', 2048: 'stable-privacy' },
}
const VALUES: Readonly<Record<string, string>> = { brd: 'broadcast', any: 'anycast', scope: 'scope', proto: 'protocol' }
/** iproute2 prints the all-ones lifetime as `forever`. */
const FOREVER = 4294967295

const OTHER_FAMILY = /^ {4}(?:dnet|ipx|mpls|family) /

/** True for a line that starts an address: `    inet 10.0.2.1/24 …`. */
export const isAddressLine = (text: string): boolean =>
  text.startsWith('    ') && (text.startsWith('inet', 4) || OTHER_FAMILY.test(text)) && !text.startsWith(' ', 4)

/** `10.0.2.1/24`; a family whose addresses have no length prints none. */
const putAddress = (text: string, key: string, into: Raw): boolean => {
  const slash = text.lastIndexOf('/')
  const length = slash === -1 ? undefined : decimal(text.slice(slash + 1))
  if (slash === 0 || (slash !== -1 && length === undefined)) return false
  into[key] = slash === -1 ? text : text.slice(0, slash)
  if (length !== undefined) into.prefixlen = length
  return true
}

/** 4.14 forgot the blank behind the prefix length: `10.0.2.1/24brd`. */
const GLUED = /^([^ /]+\/\d{1,3})(brd|any|scope|metric)$/

const unglue = (words: readonly string[]): string[] =>
  words.flatMap((word, at) => {
    const found = at === 1 || at === 3 ? GLUED.exec(word) : null
    return found === null ? [word] : [found[1] ?? '', found[2] ?? '']
  })

/** Reads `inet A[ peer B]/LEN [metric N] [brd C] scope S FLAGS [proto P] [LABEL]`; undefined where it doesn't fit. */
export const readAddress = (printed: readonly string[]): Raw | undefined => {
  const words = unglue(printed)
  const family = words[0] ?? ''
  const local = words[1]
  if (!FAMILIES.has(family) || local === undefined) return undefined
  const address: Raw = { family }
  let at = 2
  const hasPeer = words[2] === 'peer' && words[3] !== undefined
  if (!putAddress(local, 'local', address)) return undefined
  if (hasPeer && !putAddress(words[3] ?? '', 'address', address)) return undefined
  if (hasPeer) at = 4
  if (!isLength(address.prefixlen, family)) return undefined
  return readAttributes(words, at, address) ? address : undefined
}

const isLength = (length: unknown, family: string): boolean =>
  typeof length === 'number' && length >= 0 && length <= (family === 'inet' ? 32 : 128)

/** What has no name today either stays a number, in hex. */
const putFlagBits = (bits: number, address: Raw): void => {
  let unnamed = bits
  for (const [bit, name] of Object.entries(FLAG_BITS)) {
    if ((bits & Number(bit)) === 0) continue
    address[name] = true
    unnamed &= ~Number(bit)
  }
  if (unnamed !== 0) address.ifa_flags = (unnamed >>> 0).toString(16).padStart(2, '0')
}

const readAttributes = (words: readonly string[], start: number, address: Raw): boolean => {
  for (let at = start; at < words.length; at++) {
    const word = words[at] ?? ''
    const value = words[at + 1]
    const key = VALUES[word]
    if (address.scope === undefined && word === 'metric' && decimal(value) !== undefined) {
      address.metric = decimal(value)
      at += 1
    } else if (key !== undefined && address[key] === undefined && value !== undefined) {
      address[key] = value
      at += 1
    } else if (
      address.scope !== undefined &&
      word === 'flags' &&
      value !== undefined &&
      /^[0-9a-f]{1,8}$/.test(value)
    ) {
      putFlagBits(Number.parseInt(value, 16), address)
      at += 1
    } else if (address.scope !== undefined && FLAGS.has(word) && address[word] === undefined) address[word] = true
    else if (address.scope !== undefined && at === words.length - 1) address.label = word
    else return false
  }
  return address.scope !== undefined
}

const lifetime = (word: string | undefined): number | undefined => {
  if (word === 'forever') return FOREVER
  const seconds = /^(-?\d{1,10})sec$/.exec(word ?? '')?.[1]
  return seconds === undefined ? undefined : Number(seconds)
}

/** Reads `valid_lft forever preferred_lft 60sec` into the address above it. */
export const readLifetime = (words: readonly string[], address: Raw): boolean => {
  const valid = words[0] === 'valid_lft' ? lifetime(words[1]) : undefined
  const preferred = words[2] === 'preferred_lft' ? lifetime(words[3]) : undefined
  if (valid === undefined || preferred === undefined || words.length > 4) return false
  address.valid_life_time = valid
  address.preferred_life_time = preferred
  return true
}
