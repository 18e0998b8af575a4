import { RouteRow } from '@/lib/model/iproute2'
import { isIP } from './addresses'
import { decode } from './decode'
import { entries, fact, type Grammar, number, type Raw, type Reader, readWords, word } from './grammar'
import { isBlank, type Rows, splitLines, wordsOf } from './lines'

const TYPES = new Set(['unicast', 'local', 'broadcast', 'anycast', 'multicast', 'blackhole', 'unreachable', 'prohibit'])
const FLAGS = [
  'onlink',
  'dead',
  'linkdown',
  'pervasive',
  'offload',
  'notify',
  'unresolved',
  'trap',
  'rt_offload',
  'rt_trap',
]

const flag: Reader = (words, at, into) => {
  into.flags = [...(Array.isArray(into.flags) ? into.flags : []), words[at]]
  return 0
}

/** `via 10.0.2.9`, or `via inet6 fe80::1` where the next hop is of the other family. */
const via: Reader = (words, at, into) => {
  const [family, host] = [words[at + 1], words[at + 2]]
  if (family === undefined) return -1
  if (isIP(family)) {
    into.gateway = family
    return 1
  }
  if (host === undefined || !isIP(host)) return -1
  into.via = { family, host }
  return 2
}

const table: Reader = (words, at, into) => {
  const name = words[at + 1]
  if (name === undefined) return -1
  into.table = name
  return 1
}

/** Words of `ip route get` (iproute2 ip/iproute.c, print_route). */
const ROUTE: Grammar = new Map([
  ...entries(word, 'from', 'dev', 'scope', 'pref', 'realm', 'tos', ['src', 'prefsrc'], ['proto', 'protocol']),
  ...entries(number, 'metric', 'uid', 'mark', 'mtu', 'advmss', 'ipid', 'hoplimit'),
  ['via', via],
  ['table', table],
  ['cache', fact('cache')],
  ['iif', word('iif')],
  ['error', number('error')],
  ['expires', word('expires')],
  ...FLAGS.map((name): [string, Reader] => [name, flag]),
])

const readRoute = (words: readonly string[]): Raw | undefined => {
  const type = TYPES.has(words[0] ?? '') ? words[0] : undefined
  const dst = words[type === undefined ? 0 : 1]
  if (dst === undefined || !(isIP(dst.split('/', 1)[0] ?? '') || dst === 'default')) return undefined
  const row: Raw = type === undefined ? { dst, flags: [] } : { type, dst, flags: [] }
  return readWords(words, type === undefined ? 1 : 2, ROUTE, row).length === 0 ? row : undefined
}

/** Reads the text of `ip route get ADDRESS`. The indented `cache` line below an answer says nothing of the way. */
export const parseRouteText = (text: string): Rows<RouteRow> => {
  const result: Rows<RouteRow> = { rows: [], issues: [] }
  for (const line of splitLines(text)) {
    if (isBlank(line.text)) continue
    if (/^[ \t]+cache\b/.test(line.text)) continue
    decode(RouteRow, readRoute(wordsOf(line.text)), line.number, line.text, result)
  }
  return result
}
