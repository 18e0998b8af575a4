import { type IpLinkRow, type VxlanData, vxlanOf } from '@/lib/model/iproute2'

const pair = (keyword: string, value: string | number | undefined): string[] =>
  value === undefined ? [] : [`${keyword} ${value}`]

const ttlOf = (ttl: number | undefined): string[] => pair('ttl', ttl === 0 ? 'auto' : ttl)
const ageingOf = (ageing: number | undefined): string[] => pair('ageing', ageing === 0 ? 'none' : ageing)
const tosOf = (tos: string | undefined): string[] => pair('tos', tos === '0x1' ? 'inherit' : tos)

/** Switches as 6.4 and later print them: the default is silent. */
const SWITCHES: readonly (readonly [keyof VxlanData & string, boolean])[] = [
  ['external', false],
  ['vnifilter', false],
  ['learning', true],
  ['proxy', false],
  ['rsc', false],
  ['l2miss', false],
  ['l3miss', false],
  ['udp_csum', true],
  ['udp_zero_csum6_tx', false],
  ['udp_zero_csum6_rx', false],
  ['remcsum_tx', false],
  ['remcsum_rx', false],
  ['localbypass', true],
]

const switchesOf = (data: VxlanData): string[] =>
  SWITCHES.flatMap(([key, silent]) => {
    const value = data[key]
    if (typeof value !== 'boolean' || value === silent) return []
    return [value ? key : `no${key}`]
  })

const isOn = (data: VxlanData, key: 'gbp' | 'gpe'): boolean => data[key] === null || data[key] === true

/**
 * The `vxlan id 42 group … dev eth1 …` line that today's `ip -d link` prints for a device (iproute2
 * ip/iplink_vxlan.c, vxlan_print_opt), less what every device prints behind it. Empty for a device of another kind.
 */
export const renderVxlanLine = (row: IpLinkRow): string => {
  const data = vxlanOf(row)
  if (data === undefined) return ''
  const range = data.port_range
  return [
    'vxlan',
    ...pair('id', data.id),
    ...pair('group', data.group ?? data.group6),
    ...pair('remote', data.remote ?? data.remote6),
    ...pair('local', data.local ?? data.local6),
    ...pair('dev', data.link),
    ...(range === undefined ? [] : [`srcport ${range.low} ${range.high}`]),
    ...pair('dstport', data.port),
    ...tosOf(data.tos),
    ...ttlOf(data.ttl),
    ...(data.df === 'unset' ? [] : pair('df', data.df)),
    ...pair('flowlabel', data.label),
    ...ageingOf(data.ageing),
    ...pair('maxaddr', data.limit),
    ...pair('reserved_bits', data.reserved_bits),
    ...(isOn(data, 'gbp') ? ['gbp'] : []),
    ...(isOn(data, 'gpe') ? ['gpe'] : []),
    ...switchesOf(data),
  ].join(' ')
}
