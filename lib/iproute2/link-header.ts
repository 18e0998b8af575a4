import { angled, entries, fact, type Grammar, number, type Raw, type Reader, readWords, word } from './grammar'
import { decimal, wordsOf } from './lines'

/** `3: vxlan0@eth1: <UP> …`. A name holds neither blank nor colon, but may hold anything else, `@` and `<` too. */
const HEADER = /^(Deleted )?(\d{1,10}): ([^ \t:]{1,64}): <([^>]*)>(?: (.*))?$/

/** A header's parts, its words behind the flags still unread. */
export interface Header {
  ifindex: number
  /** The name as printed, with what stands behind `@`. */
  printed: string
  flags: string[]
  deleted: boolean
  words: string[]
}

export const readHeader = (text: string): Header | undefined => {
  const found = HEADER.exec(text)
  if (found === null) return undefined
  const ifindex = Number(found[2])
  if (ifindex < 1) return undefined
  return {
    ifindex,
    printed: found[3] ?? '',
    flags: angled(`<${found[4]}>`) ?? [],
    deleted: found[1] !== undefined,
    words: wordsOf(found[5] ?? ''),
  }
}

/** `mode DEFAULT`; a number where the kernel knows more modes than iproute2. */
const nameOrIndex =
  (key: string): Reader =>
  (words, at, into) => {
    const value = words[at + 1]
    if (value === undefined) return -1
    const index = value.startsWith('0x') ? Number(value) : decimal(value)
    if (index === undefined || Number.isNaN(index)) into[key] = value
    else into[`${key}_index`] = index
    return 1
  }

const EVENT_NAMES_OF_TWO_WORDS = new Set(['FEATURE', 'BONDING', 'NOTIFY', 'RESEND'])
const event: Reader = (words, at, into) => {
  const first = words[at + 1]
  if (first === undefined) return -1
  const two = EVENT_NAMES_OF_TWO_WORDS.has(first)
  into.event = two ? `${first} ${words[at + 2] ?? ''}` : first
  return two ? 2 : 1
}

/** Behind the flags (iproute2 ip/ipaddress.c, print_linkinfo); the port's and the switch's ids up to 4.13. */
const HEADER_WORDS: Grammar = new Map([
  ...entries(number, 'mtu', ['qlen', 'txqlen']),
  ...entries(
    word,
    ...['qdisc', 'master', 'group'],
    ['portname', 'phys_port_name'],
    ['portid', 'phys_port_id'],
    ['switchid', 'phys_switch_id'],
  ),
  ['state', nameOrIndex('operstate')],
  ['mode', nameOrIndex('linkmode')],
  ['event', event],
])

const XDP_MODES: Readonly<Record<string, number>> = { xdp: 1, xdpgeneric: 2, xdpoffload: 3, xdpmulti: 4 }

/** `xdpgeneric/id:14` (ip/iplink_xdp.c). */
const readXdp = (text: string): Raw | undefined => {
  const found = /^(xdp[a-z]*)(?:\[(\d+)\])?(?:\/id:(\d+))?$/.exec(text)
  if (found === null) return undefined
  const mode = found[2] === undefined ? XDP_MODES[found[1] ?? ''] : Number(found[2])
  if (mode === undefined) return undefined
  return found[3] === undefined ? { mode } : { mode, prog: { id: Number(found[3]) } }
}

/** Reads the header's words into the row; gives those that fit nothing. */
export const readHeaderWords = (header: Header, row: Raw): string[] =>
  readWords(header.words, 0, HEADER_WORDS, row).filter(one => {
    const xdp = readXdp(one)
    if (xdp !== undefined) row.xdp = xdp
    return xdp === undefined
  })

/** Numbers that old releases print for types which today have a name (iproute2 lib/ll_types.c). */
const LINK_TYPES: Readonly<Record<string, string>> = {
  '[280]': 'can',
  '[290]': 'mctp',
  '[519]': 'rawip',
  '[776]': 'sit',
  '[778]': 'gre',
  '[804]': 'ieee802.15.4',
  '[805]': 'ieee802.15.4/monitor',
  '[820]': 'phonet',
  '[821]': 'phonet_pipe',
  '[822]': 'caif',
  '[823]': 'gre6',
  '[824]': 'netlink',
  '[825]': '6lowpan',
  '[826]': 'vsockmon',
  '[65534]': 'none',
  '[65535]': 'void',
}

const peer: Reader = (words, at, into) => {
  const took = word('broadcast')(words, at, into)
  if (took >= 0) into.link_pointtopoint = true
  return took
}

const netnsid: Reader = (words, at, into) => {
  const value = words[at + 1]
  const id = value === 'unknown' ? -1 : decimal(value)
  if (id === undefined) return -1
  into.link_netnsid = id
  return 1
}

/** `link-netns NAME` hides the id, which is all that the JSON has. It still tells that the peer is elsewhere. */
const netns: Reader = (words, at) => (words[at + 1] === undefined ? -1 : 1)

const protoDown: Reader = (words, at, into) => {
  if (words[at + 1] !== 'on') return -1
  into.proto_down = true
  return 1
}

const protoDownReason: Reader = (words, at, into) => {
  const reasons = angled(words[at + 1] ?? '')
  if (reasons === undefined) return -1
  into.proto_down_reason = reasons
  return 1
}

/** What stands on the `link/…` line, and on the last line of details: the same words in every release. */
export const LINK_WORDS: Grammar = new Map([
  ['brd', word('broadcast')],
  ['peer', peer],
  ['permaddr', word('permaddr')],
  ['link-netnsid', netnsid],
  ['link-netns', netns],
  ['new-netns', netns],
  ['new-netnsid', netns],
  ['new-ifindex', netns],
  ['protodown', protoDown],
  ['protodown_reason', protoDownReason],
  ...entries(number, 'promiscuity', 'allmulti', ['minmtu', 'min_mtu'], ['maxmtu', 'max_mtu']),
  ['netns-immutable', fact('netns-immutable')],
])

/** Reads `    link/ether ADDRESS brd ADDRESS …` into the row; gives its words from where the keywords start. */
export const readAddressLine = (words: readonly string[], row: Raw): number => {
  const type = words[0]?.slice('link/'.length) ?? ''
  row.link_type = LINK_TYPES[type] ?? type
  const address = words[1]
  if (address === undefined || LINK_WORDS.has(address) || TAIL_WORDS.has(address)) return 1
  row.address = address
  return 2
}

/** What trails the last line of details: the `link/` line, the kind's or the slave kind's. */
export const TAIL_WORDS: Grammar = new Map([
  ['addrgenmode', word('inet6_addr_gen_mode')],
  ...entries(
    number,
    ['numtxqueues', 'num_tx_queues'],
    ['numrxqueues', 'num_rx_queues'],
    ...['gso_max_size', 'gso_max_segs', 'tso_max_size', 'tso_max_segs', 'gro_max_size'],
    ...['gso_ipv4_max_size', 'gro_ipv4_max_size'],
    ['dpll-pin', 'dpll_pin'],
  ),
  ...entries(
    word,
    ['portname', 'phys_port_name'],
    ['portid', 'phys_port_id'],
    ['switchid', 'phys_switch_id'],
    'parentbus',
    'parentdev',
  ),
])
