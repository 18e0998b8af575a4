import { parseFdbJson, parseFdbText, parseLinkJson, parseLinkText } from '@/lib/iproute2'
import { FdbJsonRow, IpLinkRow } from '@/lib/model/iproute2'
import type { Emit } from './bench-line'
import { median } from './median'

const ROWS = 100_000
const DEVICES = 10_000
const ROUNDS = 11
/** The first rounds warm the compiler up and are not counted. */
const WARM_UP = 3

const byte = (value: number): string => (value & 255).toString(16).padStart(2, '0')

/** Learned MACs behind some VTEPs, a flood row now and then: what a busy VTEP's table looks like. */
const fdbRow = (at: number): FdbJsonRow => ({
  mac: at % 50 === 0 ? '00:00:00:00:00:00' : `02:00:${byte(at >> 16)}:${byte(at >> 8)}:${byte(at)}:01`,
  ifname: `vxlan${at % 20}`,
  dst: `10.${at % 7}.${(at >> 8) & 255}.${(at & 127) + 1}`,
  ...(at % 50 === 0 ? { viaIf: 'eth1' } : {}),
  used: at % 300,
  updated: at % 290,
  flags: ['self'],
  state: at % 50 === 0 ? 'permanent' : '',
})

const fdbLine = ({ mac, ifname, dst, viaIf, used, updated, state }: FdbJsonRow): string =>
  `${mac} dev ${ifname} dst ${dst} ${viaIf === undefined ? '' : `via ${viaIf} `}used ${used}/${updated} self ${state}\n`

const fdbText = (rows: readonly FdbJsonRow[]): string => rows.map(fdbLine).join('')

const TAIL = {
  inet6_addr_gen_mode: 'eui64',
  num_tx_queues: 1,
  num_rx_queues: 1,
  gso_max_size: 65536,
  gso_max_segs: 65535,
  tso_max_size: 65536,
  tso_max_segs: 65535,
  gro_max_size: 65536,
  gso_ipv4_max_size: 65536,
  gro_ipv4_max_size: 65536,
}

const macOf = (at: number): string => `02:01:${byte(at >> 16)}:${byte(at >> 8)}:${byte(at)}:02`

/** VXLAN devices as iproute2 7.1 prints them on kernel 6.18. */
const linkRow = (at: number): IpLinkRow => ({
  ifindex: at + 1,
  ifname: `vxlan${at}`,
  flags: ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'],
  mtu: 1450,
  qdisc: 'noqueue',
  operstate: 'UNKNOWN',
  linkmode: 'DEFAULT',
  group: 'default',
  txqlen: 1000,
  link_type: 'ether',
  address: macOf(at),
  broadcast: 'ff:ff:ff:ff:ff:ff',
  promiscuity: 0,
  allmulti: 0,
  min_mtu: 68,
  max_mtu: 65535,
  linkinfo: {
    info_kind: 'vxlan',
    info_data: {
      id: at,
      group: `239.1.${at & 255}.1`,
      link: 'eth1',
      port_range: { low: 0, high: 0 },
      port: 4789,
      ttl: 0,
      df: 'unset',
      ageing: 300,
      reserved_bits: '0xf7ffffff000000ff',
      ...{ external: false, learning: true, proxy: false, rsc: false, l2miss: false, l3miss: false },
      ...{ udp_csum: true, udp_zero_csum6_tx: false, udp_zero_csum6_rx: false },
      ...{ remcsum_tx: false, remcsum_rx: false, localbypass: true },
    },
  },
  ...TAIL,
})

const linkText = (at: number): string =>
  [
    `${at + 1}: vxlan${at}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000`,
    `    link/ether ${macOf(at)} brd ff:ff:ff:ff:ff:ff promiscuity 0 allmulti 0 minmtu 68 maxmtu 65535 `,
    `    vxlan id ${at} group 239.1.${at & 255}.1 dev eth1 srcport 0 0 dstport 4789 ttl auto ageing 300 reserved_bits 0xf7ffffff000000ff addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535 tso_max_size 65536 tso_max_segs 65535 gro_max_size 65536 gso_ipv4_max_size 65536 gro_ipv4_max_size 65536 `,
  ].join('\n')

const upTo = <Item>(count: number, make: (at: number) => Item): Item[] =>
  Array.from({ length: count }, (_, at) => make(at))

/** A thing to be timed, and how many rows it must give: a bench that reads nothing is no bench. */
interface Run {
  read: () => readonly unknown[]
  rows: number
}

/** Runs each in turn, round by round, so that a busy moment of the machine hits them alike. */
const timesOf = (runs: Readonly<Record<string, Run>>): Map<string, number[]> => {
  const times = new Map<string, number[]>(Object.keys(runs).map(name => [name, []]))
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, { read, rows }] of Object.entries(runs)) {
      const start = performance.now()
      const count = read().length
      const took = performance.now() - start
      if (count !== rows) throw new Error(`${name} read ${count} of ${rows} rows`)
      if (round >= WARM_UP) times.get(name)?.push(took)
    }
  return times
}

/** Text and JSON of the same rows: reading them, against `JSON.parse` and the schema over the JSON. */
export const run = async (emit: Emit): Promise<void> => {
  const fdb = upTo(ROWS, fdbRow)
  const fdbJson = JSON.stringify(fdb)
  const fdbPrinted = fdbText(fdb)
  const linkJson = JSON.stringify(upTo(DEVICES, linkRow))
  const linkPrinted = `${upTo(DEVICES, linkText).join('\n')}\n`
  const times = timesOf({
    fdbBase: { read: () => FdbJsonRow.array().parse(JSON.parse(fdbJson)), rows: ROWS },
    fdbText: { read: () => parseFdbText(fdbPrinted).rows, rows: ROWS },
    fdbJson: { read: () => parseFdbJson(fdbJson).rows, rows: ROWS },
    linkBase: { read: () => IpLinkRow.array().parse(JSON.parse(linkJson)), rows: DEVICES },
    linkText: { read: () => parseLinkText(linkPrinted).rows, rows: DEVICES },
    linkJson: { read: () => parseLinkJson(linkJson).rows, rows: DEVICES },
  })
  for (const metric of ['fdbText', 'fdbJson', 'linkText', 'linkJson']) {
    const base = times.get(metric.startsWith('fdb') ? 'fdbBase' : 'linkBase') ?? []
    const own = times.get(metric) ?? []
    const value = median(own)
    const baseline = median(base)
    emit({ bench: 'parse', metric, value, unit: 'ms', baseline, ratio: value / baseline, n: own.length })
  }
}
