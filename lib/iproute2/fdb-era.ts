import { isIP } from './addresses'
import { wordsOf } from './lines'

/**
 * What the text of `bridge fdb` itself tells of the release that printed it. Each field names a habit of a span of
 * releases (iproute2 bridge/fdb.c).
 */
export interface FdbEra {
  /** 4.19 printed the word twice: `dev dev eth1`. */
  doubleDev: boolean
  /** 4.17 and 4.18 printed `dst` and `master` without their keyword. */
  bareValues: boolean
  /** 4.13 and later call external learning `extern_learn`, and `offload` means the hardware. */
  offloadIsHardware: boolean
  /** Devices whose `dst` 3.12 printed from the first four bytes of an IPv6 address. */
  falseDst: ReadonlySet<string>
}

export const FDB_FLAGS: ReadonlySet<string> = new Set([
  ...['self', 'router', 'extern_learn', 'external', 'offload', 'master', 'sticky', 'locked', 'blackhole'],
])
/** States of `state_n2a`; any other state is printed `state=0x…`. */
export const isFdbState = (word: string): boolean =>
  word === 'permanent' || word === 'static' || word === 'stale' || word.startsWith('state=')

const VALUE_KEYWORDS = new Set(['dst', 'vlan', 'port', 'vni', 'src_vni', 'via', 'nhid', 'link-netnsid', 'used'])
const PLAIN_KEYWORDS = new Set(['activity_notify', 'inactive'])
const isKeyword = (word: string): boolean =>
  VALUE_KEYWORDS.has(word) || PLAIN_KEYWORDS.has(word) || FDB_FLAGS.has(word) || isFdbState(word)

/** A blank before a keyword. A device may be called like one: such a word behind `dev`, `via` or `master` is a name. */
const NO_NAME = ' (?<!(?<! dev)(?: dev| via| master) )'
/** Behind the times too, which 3.12 to 3.17 glue to it: `used 6/6master br0`. */
const NAMED_MASTER = new RegExp(`(?:${NO_NAME}|\\d/\\d+)master (?!permanent\\b|static\\b|stale\\b|state=)[^ \\n]`)
const NAMED_DST = / dst (?:[0-9a-f]*:|\d{1,3}\.\d)/
const SINCE_4_13 = new RegExp(
  `${NO_NAME}(?:extern_learn|src_vni|sticky|locked|nhid|activity_notify|inactive)(?: |$)`,
  'm',
)
/** Later than 3.13, where an IPv6 `dst` reads as one: `used 6/6 self` apart, or an IPv6 `dst` itself. */
const SINCE_3_14 = / dst [0-9a-f]*:|used \d+\/\d+ /
/** Global IPv6 space as allocated (2001::/16 to 2003::/16, 24xx, 26xx, 28xx, 2axx), its first bytes read as IPv4. */
const LIKE_GLOBAL_IPV6 = /^(?:32\.[0-3]|(?:36|38|40|42)\.(?:\d|1[0-5]))\./
const NEVER_IPV4_DST = /^(?:0|24\d|25[0-5])\./
const DOCUMENTATION_IPV6 = '32.1.13.184'

/** The device that a row prints, the word behind `dev`; empty where it prints none. */
export const deviceOf = (line: string): string => / dev ([^ ]+)/.exec(line)?.[1] ?? ''

/** A device's remotes are all of one family, so one impossible IPv4 address tells that all of them are false. */
const falseDevices = (lines: readonly string[], glued: boolean): Set<string> => {
  const devices = new Set<string>()
  for (const line of lines) {
    const dst = / dst (\d+\.\d+\.\d+\.\d+)(?: |$)/.exec(line)?.[1]
    if (dst === undefined) continue
    const certain = NEVER_IPV4_DST.test(dst) || dst === DOCUMENTATION_IPV6
    if (certain || (glued && LIKE_GLOBAL_IPV6.test(dst))) devices.add(deviceOf(line))
  }
  return devices
}

/** `dev dev NAME`, unless it reads as a row of a device called `dev`; no keyword stands twice in a row. */
const isDoubled = (line: string): boolean => {
  const [, first, second, name, ...rest] = wordsOf(line)
  if (first !== 'dev' || second !== 'dev' || name === undefined) return false
  return !isKeyword(name) || rest.includes(name) || (isFdbState(name) && rest.length > 0)
}

const LL_ADDRESS = /^[0-9a-f]{2}(?::[0-9a-f]{2}){3,31}$/

/** `MAC dev NAME 10.0.2.3 …`, or a bridge's name where only flags and the state may stand. */
const isBareRow = (line: string, named: boolean): boolean => {
  const words = wordsOf(line)
  const first = words[1] === 'dev' ? 3 : 1
  if (isIP(words[first] ?? '')) return true
  if (first === 1 && !(named && LL_ADDRESS.test(words[0] ?? ''))) return false
  const name = isFdbState(words.at(-1) ?? '') ? words.length - 2 : words.length - 1
  const before = words[name - 1] ?? ''
  if (name < first || isKeyword(words[name] ?? '') || /\d\/\d/.test(words[name] ?? '')) return false
  return name === first || (before !== 'self' && FDB_FLAGS.has(before)) || VALUE_KEYWORDS.has(words[name - 2] ?? '')
}

/**
 * Finds the habits of the release from all lines at once: one row alone is often ambiguous. `named`: the device is
 * known, the rows name none.
 */
export const detectFdbEra = (text: string, named: boolean): FdbEra => {
  const doubled = text.includes(' dev dev ')
  const mayBeBare = !NAMED_DST.test(text) && !NAMED_MASTER.test(text)
  const mayBeFalse = !SINCE_3_14.test(text) && !NAMED_MASTER.test(text)
  const lines = doubled || mayBeBare || mayBeFalse ? text.split('\n') : []
  const doubleDev = doubled && lines.some(isDoubled)
  const bareValues = mayBeBare && !doubleDev && lines.some(line => isBareRow(line, named))
  return {
    doubleDev,
    bareValues,
    offloadIsHardware: doubleDev || bareValues || SINCE_4_13.test(text),
    falseDst: mayBeFalse ? falseDevices(lines, / used \d+\/\d+[a-z]/.test(text)) : new Set(),
  }
}
