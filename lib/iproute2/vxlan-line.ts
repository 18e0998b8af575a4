import { isIP, isIPv6 } from './addresses'
import { entries, fact, type Grammar, hex, number, numberOr, type Raw, type Reader, word } from './grammar'

/** An address whose JSON key carries a 6 when it is one of IPv6: `local fd00::1` → `local6`. */
const address =
  (key: string): Reader =>
  (words, at, into) => {
    const value = words[at + 1]
    if (value === undefined || !isIP(value)) return -1
    into[isIPv6(value) ? `${key}6` : key] = value
    return 1
  }

/** `srcport LO HI`, and up to 3.13 `port LO HI`: the source range there, the destination port isn't printed. */
const portRange: Reader = (words, at, into) => {
  const range: Raw = {}
  if (number('low')(words, at, range) < 0 || number('high')(words, at + 1, range) < 0) return -1
  into.port_range = range
  return 2
}

/**
 * `ttl inherit` is left out: 4.15 to 4.18 print it for "auto" too, and today's JSON has no key for a TTL that is
 * inherited. `ttl auto` is 0.
 */
const ttl: Reader = (words, at, into) =>
  words[at + 1] === 'inherit' ? 1 : numberOr('ttl', { auto: 0 })(words, at, into)

/** A switch printed as `NAME` or `noNAME`; the names changed at 6.4. */
const switches = (...names: readonly (string | readonly [string, string])[]): [string, Reader][] =>
  names.flatMap(name => {
    const [spelling, key] = typeof name === 'string' ? [name, name] : name
    return [
      [spelling, fact(key)],
      [`no${spelling}`, fact(key, false)],
    ] satisfies [string, Reader][]
  })

const UDP_SWITCHES = switches(
  ['udpcsum', 'udp_csum'],
  'udp_csum',
  ['udp6zerocsumtx', 'udp_zero_csum6_tx'],
  ['udp6zerocsumrx', 'udp_zero_csum6_rx'],
  'udp_zero_csum6_tx',
  'udp_zero_csum6_rx',
)

/**
 * The `vxlan …` line of `ip -d link` (iproute2 ip/iplink_vxlan.c, vxlan_print_opt), every release. The order of its
 * words changed at 6.4; each word means the same everywhere.
 */
export const VXLAN: Grammar = new Map([
  ...entries(number, 'id', ['dstport', 'port'], ['maxaddr', 'limit']),
  ...entries(address, 'group', 'remote', 'local'),
  ['dev', word('link')],
  ['srcport', portRange],
  ['port', portRange],
  ['tos', hex('tos', { inherit: '0x1' })],
  ['ttl', ttl],
  ['df', word('df')],
  ['flowlabel', hex('label')],
  ['ageing', numberOr('ageing', { none: 0 })],
  ['reserved_bits', hex('reserved_bits')],
  ...switches('external', 'vnifilter', 'learning', 'proxy', 'rsc', 'l2miss', 'l3miss', 'localbypass'),
  ...UDP_SWITCHES,
  ...switches(['remcsumtx', 'remcsum_tx'], ['remcsumrx', 'remcsum_rx'], 'remcsum_tx', 'remcsum_rx'),
  ['gbp', fact('gbp', null)],
  ['gpe', fact('gpe', null)],
])

/** The `geneve …` line (ip/iplink_geneve.c): close to vxlan's, and no vxlan. */
export const GENEVE: Grammar = new Map([
  ...entries(number, 'id', ['dstport', 'port']),
  ['remote', address('remote')],
  ['srcport', portRange],
  ['ttl', ttl],
  ['tos', hex('tos', { inherit: '0x1' })],
  ['df', word('df')],
  ['flowlabel', hex('label')],
  ['external', fact('external')],
  ['innerprotoinherit', fact('inner_proto_inherit')],
  ...UDP_SWITCHES,
])

/** Where a blank was forgotten: 5.19 to 6.3 `vnifilterid`, 4.16 to 5.0 `externaladdrgenmode`. */
const GLUED = /^(external|vnifilter)((?:id|addrgenmode|numtxqueues|numrxqueues|gso_max_size)$)/

const mayBeGlued = (word: string): boolean => word.startsWith('external') || word.startsWith('vnifilter')

const part = (word: string): string[] => {
  const found = mayBeGlued(word) ? GLUED.exec(word) : null
  return found === null ? [word] : [found[1] ?? '', found[2] ?? '']
}

/** Parts words that were printed without a blank between them. */
export const unglue = (words: string[]): string[] => (words.some(mayBeGlued) ? words.flatMap(part) : words)
