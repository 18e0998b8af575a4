import { entries, fact, type Grammar, hex, ignored, number, numberOr, type Reader, within, word } from './grammar'
import { decimal } from './lines'

/** Kinds whose line follows `TUNNEL`. */
export const TUNNEL_KINDS = [
  ...['gre', 'gretap', 'erspan', 'ip6gre', 'ip6gretap', 'ip6erspan'],
  ...['ipip', 'sit', 'ip6tnl', 'vti', 'vti6'],
] as const

/** `tclass inherit` is a flag of its own in the JSON, where it isn't a value. */
const orInherit =
  (inherited: string, reader: Reader, spelling = 'inherit'): Reader =>
  (words, at, into) => {
    if (words[at + 1] !== spelling) return reader(words, at, into)
    into[inherited] = true
    return 1
  }

/** `6rd-prefix 2002::/16` → `prefix` and `prefixlen`. */
const prefix =
  (key: string): Reader =>
  (words, at, into) => {
    const [address, length] = words[at + 1]?.split('/') ?? []
    const bits = decimal(length)
    if (address === undefined || bits === undefined) return -1
    into[key] = address
    into[`${key}len`] = bits
    return 1
  }

const inEncap = (key: string, reader: (key: string) => Reader): Reader => within('encap', reader(key))

/** `encap fou encap-sport auto encap-dport 5555 noencap-csum …` (ip/tunnel.c, tnl_print_encap). */
const ENCAP: readonly [string, Reader][] = [
  ['encap', inEncap('type', word)],
  ['encap-sport', inEncap('sport', key => numberOr(key, { auto: 0 }))],
  ['encap-dport', inEncap('dport', number)],
  ...['csum', 'csum6', 'remcsum'].flatMap((name): [string, Reader][] => [
    [`encap-${name}`, inEncap(name, key => fact(key))],
    [`noencap-${name}`, inEncap(name, key => fact(key, false))],
  ]),
]

const protoWord: Reader = (words, at, into) => {
  into.proto = words[at]
  return 0
}

/** IP tunnels (iproute2 ip/link_gre.c, link_gre6.c, link_iptnl.c, link_ip6tnl.c, link_vti.c, link_vti6.c). */
export const TUNNEL: Grammar = new Map([
  ...entries(word, 'remote', 'local', ['dev', 'link'], 'ikey', 'okey', 'erspan_dir'),
  ['ttl', numberOr('ttl', { inherit: 0 })],
  ['hoplimit', numberOr('ttl', { inherit: 0 })],
  ['tos', hex('tos', { inherit: '0x1' })],
  ['encaplimit', orInherit('ip6_tnl_f_ign_encap_limit', number('encap_limit'), 'none')],
  ['tclass', orInherit('ip6_tnl_f_use_orig_tclass', word('tclass'))],
  ['flowlabel', orInherit('ip6_tnl_f_use_orig_flowlabel', word('flowlabel'))],
  ['dscp', orInherit('ip6_tnl_f_rcv_dscp_copy', () => -1)],
  ['fwmark', orInherit('ip6_tnl_f_use_orig_fwmark', hex('fwmark'))],
  ['mip6', fact('ip6_tnl_f_mip6_dev')],
  ['allow-localremote', fact('ip6_tnl_f_allow_local_remote')],
  ['(flowinfo', ignored],
  ['erspan_hwid', hex('erspan_hwid')],
  ...entries(number, 'erspan_index', 'erspan_ver'),
  ['pmtudisc', fact('pmtudisc')],
  ['nopmtudisc', fact('pmtudisc', false)],
  ...entries(fact, ['ignore-df', 'ignore_df'], 'iseq', 'oseq', 'icsum', 'ocsum', 'external', 'isatap'),
  ['6rd-prefix', prefix('prefix')],
  ['6rd-relay_prefix', prefix('relay_prefix')],
  ...ENCAP,
  ...['any', 'ipip', 'ip6ip', 'mplsip', 'ipip6', 'ip6ip6'].map((name): [string, Reader] => [name, protoWord]),
])
