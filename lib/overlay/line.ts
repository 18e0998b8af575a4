import type { FdbEntry, VniRange } from '@/lib/model/reading'

const word = (keyword: string, value: string | number | null): string => (value === null ? '' : ` ${keyword} ${value}`)

/** In iproute2's order (bridge/fdb.c, `fdb_print_flags`); all stand in front of the master. */
const FLAGS = ['self', 'router', 'extern_learn', 'offload', 'master', 'sticky', 'locked']

const flagWords = (flags: readonly string[]): string => {
  if (flags.length <= 1) return flags.length === 0 ? '' : ` ${flags[0]}`
  const known = FLAGS.filter(flag => flags.includes(flag))
  const others = flags.filter(flag => !FLAGS.includes(flag))
  return ` ${[...known, ...others].join(' ')}`
}

/**
 * An FDB entry as `bridge -s fdb show` prints it (iproute2 bridge/fdb.c, 4.20 and later), blanks at its end aside: the
 * evidence where JSON was read and there is no line.
 */
export const renderFdbLine = (entry: FdbEntry): string => {
  const { mac, ifname, dst, vlan, port, vni, srcVni, via, nhid, used, updated, flags, master, state } = entry
  const where = word('dst', dst) + word('vlan', vlan) + word('port', port) + word('vni', vni) + word('src_vni', srcVni)
  const how = word('via', via) + word('nhid', nhid)
  const times = used === null || updated === null ? '' : ` used ${used}/${updated}`
  const last = state === '' ? '' : ` ${state}`
  return `${mac} dev ${ifname}${where}${how}${times}${flagWords(flags)}${word('master', master)}${last}`
}

/** A VNI of a vnifilter device as `bridge vni show` lists it, on one line with its device. */
export const renderVniLine = ({ ifname, first, last, group, remote }: VniRange): string =>
  `${ifname} ${first === last ? first : `${first}-${last}`} ${group ?? remote ?? ''}`.trimEnd()
