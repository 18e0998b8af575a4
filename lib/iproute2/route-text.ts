import { NexthopRow, RouteRow } from '@/lib/model/iproute2'
import { isIP } from './addresses'
import { decode } from './decode'
import { entries, fact, type Grammar, number, type Raw, type Reader, readWords, word } from './grammar'
import { decimal, isBlank, issue, type Rows, splitLines, wordsOf } from './lines'

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

const groupOf = (text: string): Raw[] | undefined => {
  const members = text.split('/').map(member => {
    const [id, weight] = member.split(',').map(decimal)
    return id === undefined ? undefined : weight === undefined ? { id } : { id, weight }
  })
  return members.every(member => member !== undefined) ? members : undefined
}

const group: Reader = (words, at, into) => {
  const members = groupOf(words[at + 1] ?? '')
  if (members === undefined) return -1
  into.group = members
  return 1
}

/** Words of `ip nexthop show` (ip/ipnexthop.c). */
const NEXTHOP: Grammar = new Map([
  ['id', number('id')],
  ['group', group],
  ['via', via],
  ...entries(word, 'dev', 'scope', 'type', ['proto', 'protocol']),
  ['fdb', fact('fdb', null)],
  ['blackhole', fact('blackhole', null)],
  ...FLAGS.map((name): [string, Reader] => [name, flag]),
])

/** Reads the text of `ip nexthop show`. */
export const parseNexthopText = (text: string): Rows<NexthopRow> => {
  const result: Rows<NexthopRow> = { rows: [], issues: [] }
  for (const line of splitLines(text)) {
    if (isBlank(line.text)) continue
    const row: Raw = { flags: [] }
    if (readWords(wordsOf(line.text), 0, NEXTHOP, row).length > 0) result.issues.push(issue(line.number, line.text))
    else decode(NexthopRow, row, line.number, line.text, result)
  }
  return result
}
