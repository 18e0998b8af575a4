import type { FdbEntry, VniRange } from '@/lib/model/reading'

const word = (keyword: string, value: string | number | null): string => (value === null ? '' : ` ${keyword} ${value}`)

/** In iproute2's order (bridge/fdb.c, `fdb_print_flags`); all stand in front of the master. */
const FLAGS = ['self', 'router', 'extern_learn', 'offload', 'master', 'sticky', 'locked']

const flagWords = (flags: readonly string[]): string => {
  const known = FLAGS.filter(flag => flags.includes(flag))
  const others = flags.filter(flag => !FLAGS.includes(flag))
  return [...known, ...others].map(flag => ` ${flag}`).join('')
}

/**
 * An FDB entry as `bridge -s fdb show` prints it (iproute2 bridge/fdb.c, 4.20 and later), blanks at its end aside: the
 * evidence where JSON was read and there is no line.
 */
export const renderFdbLine = (entry: FdbEntry): string => {
  const times = entry.used === null || entry.updated === null ? '' : ` used ${entry.used}/${entry.updated}`
  return [
    entry.mac,
    word('dev', entry.ifname),
    word('dst', entry.dst),
    word('vlan', entry.vlan),
    word('port', entry.port),
    word('vni', entry.vni),
    word('src_vni', entry.srcVni),
    word('via', entry.via),
    word('nhid', entry.nhid),
    times,
    flagWords(entry.flags),
    word('master', entry.master),
    ` ${entry.state}`,
  ]
    .join('')
    .trimEnd()
}

/** A VNI of a vnifilter device as `bridge vni show` lists it, on one line with its device. */
export const renderVniLine = ({ ifname, first, last, group, remote }: VniRange): string =>
  `${ifname} ${first === last ? first : `${first}-${last}`} ${group ?? remote ?? ''}`.trimEnd()
