import ipaddr from 'ipaddr.js'
import { type LiveRow, liveRows } from '../model/fdb'
import type { FdbState, NodeState } from '../model/state'
import { inPieces, jsonArray } from './chunks'

export interface FdbOptions {
  json: boolean
  /** `-s`: ages. */
  stats: boolean
  dev?: string
  now: number
}

/** A row as it is printed: the kernel calls it stale when it has aged out. */
export type PrintedRow = Omit<LiveRow, 'row'> & {
  row: Omit<FdbState, 'state'> & { state: FdbState['state'] | 'stale' }
}

const present = <T>(key: string, value: T | undefined): Record<string, T> =>
  value === undefined ? {} : { [key]: value }

/** One row as iproute2 prints it from 4.17 on (bridge/fdb.c, print_fdb): keys in its order. */
export const fdbRowJson = ({ ifname, row, ages }: LiveRow, stats: boolean): string =>
  JSON.stringify({
    mac: row.mac,
    ifname,
    ...present('vlan', row.vlan),
    ...present('dst', row.dst),
    ...present('port', row.port),
    ...present('vni', row.vni),
    ...present('src_vni', row.srcVni),
    ...present('viaIf', row.via),
    ...present('nhid', row.nhid),
    ...(stats && ages ? ages : {}),
    flags: row.flags,
    ...present('master', row.master),
    state: row.state,
  })

const word = (name: string, value: string | number | undefined): string =>
  value === undefined ? '' : `${name} ${value} `

/** One line as from 4.20 on: every word has a blank after it, the state has none. */
export const fdbRowText = (
  { ifname, row, ages }: PrintedRow,
  { stats, dev }: Pick<FdbOptions, 'stats' | 'dev'>,
): string =>
  [
    `${row.mac} `,
    dev === undefined ? `dev ${ifname} ` : '',
    word('vlan', row.vlan),
    word('dst', row.dst),
    word('port', row.port),
    word('vni', row.vni),
    word('src_vni', row.srcVni),
    word('via', row.via),
    word('nhid', row.nhid),
    stats && ages ? `used ${ages.used}/${ages.updated} ` : '',
    row.flags.map(flag => `${flag} `).join(''),
    word('master', row.master),
    row.state,
    '\n',
  ].join('')

/** 3.12 takes the first four bytes of an IPv6 address for an IPv4 one. */
const dst2014 = (dst: string | undefined): string | undefined =>
  dst === undefined ? undefined : ipaddr.parse(dst).toByteArray().slice(0, 4).join('.')

/** Flags that 3.12 knows; it is silent about the others, about `master`, source VNI and next hops. */
const FLAGS_2014 = ['self', 'router']

/** One line as 3.12 prints it: ages after two blanks and glued to what follows. */
export const fdbRowText2014 = (
  { ifname, row, ages }: PrintedRow,
  { stats, dev }: Pick<FdbOptions, 'stats' | 'dev'>,
): string =>
  [
    `${row.mac} `,
    dev === undefined ? `dev ${ifname} ` : '',
    word('vlan', row.vlan),
    word('dst', dst2014(row.dst)),
    word('port', row.port),
    word('vni', row.vni),
    word('via', row.via),
    stats && ages ? ` used ${ages.used}/${ages.updated}` : '',
    row.flags
      .filter(flag => FLAGS_2014.includes(flag))
      .map(flag => `${flag} `)
      .join(''),
    row.state,
    '\n',
  ].join('')

function* printedRows(state: NodeState, options: FdbOptions): Generator<string> {
  const printText = state.iproute2 === '3.12.0' ? fdbRowText2014 : fdbRowText
  for (const live of liveRows(state, options.now, options.dev)) {
    yield options.json ? fdbRowJson(live, options.stats) : printText(live, options)
  }
}

/** `bridge [-j] [-s] fdb show [dev DEV]`, in pieces. */
export const printFdb = (state: NodeState, options: FdbOptions): Iterable<string> => {
  const rows = printedRows(state, options)
  return inPieces(options.json ? jsonArray(rows) : rows)
}
