import type { z } from 'zod'
import { FdbJsonRow, IpLinkRow, NexthopRow, RouteRow, VlanTunnelRow, VniRow } from '@/lib/model/iproute2'
import { decode } from './decode'
import { readElements } from './json-repair'
import type { Rows } from './lines'
import { isUsualFdbRow } from './usual-fdb'

type Raw = Record<string, unknown>
type Repair = (row: Raw) => unknown

const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)

const rename = (row: Raw, from: string, to: string): Raw => {
  if (row[from] === undefined || row[to] !== undefined) return row
  const { [from]: value, ...rest } = row
  return { ...rest, [to]: value }
}

/** Tells rows that need neither repair nor schema, where there are so many that it matters. */
type IsUsual<Row> = (row: Raw) => row is Row & Raw

const never = (_: Raw): _ is never => false

const readRows = <Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  repair: Repair,
  isUsual: IsUsual<z.infer<Schema>> = never,
): Rows<z.infer<Schema>> => {
  const result: Rows<z.infer<Schema>> = { rows: [], issues: [] }
  for (const element of readElements(text)) {
    if (isObject(element.value) && isUsual(element.value)) {
      result.rows.push(element.value)
      continue
    }
    const raw = isObject(element.value) ? repair(element.value) : undefined
    if (isObject(element.value) && Object.keys(element.value).length === 0) continue
    decode(schema, raw, element.line, () => element.text || shown(element.value), result)
  }
  return result
}

/** A value as text for people; one nested too deep to be written has no text worth showing. */
const shown = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return '…'
  }
}

/** 4.7 to 4.16: `dev` for `ifname`, and neither `flags` nor `state` where they would be empty; 4.7: `opCode`. */
const repairFdb: Repair = row => {
  const named = rename(row, 'dev', 'ifname')
  if (named.opCode === 'deleted') named.deleted = true
  if (named.flags === undefined) named.flags = []
  if (named.state === undefined) named.state = ''
  return named
}

/** `collect_metadata` (4.14, 4.15) is `external` today; the bare words `gbp` and `gpe` became null at 6.4. */
const repairVxlan = (data: Raw): Raw => {
  const named = { ...rename(data, 'collect_metadata', 'external') }
  for (const word of ['gbp', 'gpe']) if (named[word] === true) named[word] = null
  return named
}

const BRIDGE_SLAVE_NAMES: readonly (readonly [string, string])[] = [
  ['mode', 'hairpin'],
  ['protect', 'root_block'],
  ['fast_leave', 'fastleave'],
  ['unicast_flood', 'flood'],
  ['proxyarp', 'proxy_arp'],
  ['proxyarp_wifi', 'proxy_arp_wifi'],
]

const repairLinkInfo = (info: Raw): Raw => {
  const repaired = { ...info }
  if (isObject(info.info_data) && info.info_kind === 'vxlan') repaired.info_data = repairVxlan(info.info_data)
  if (isObject(info.info_slave_data) && info.info_slave_kind === 'bridge')
    repaired.info_slave_data = BRIDGE_SLAVE_NAMES.reduce(
      (data, [from, to]) => rename(data, from, to),
      info.info_slave_data,
    )
  return repaired
}

const repairLink: Repair = row => {
  const renamed = rename(rename(row, 'index', 'ifindex'), 'dev', 'ifname')
  if (isObject(renamed.linkinfo)) renamed.linkinfo = repairLinkInfo(renamed.linkinfo)
  return renamed
}

const keep: Repair = row => row

/** 4.9 and 4.15 print the tables of `bridge -j vlan` as one object, port by port: `{"br0":[…],"vxlan0":[…]}`. */
const portsOf = (text: string): string => {
  const element = readElements(text)
  const [only] = element
  if (element.length !== 1 || !isObject(only?.value) || only.value.ifname !== undefined) return text
  const ports = Object.entries(only.value).filter(([, value]) => Array.isArray(value))
  if (ports.length !== Object.keys(only.value).length) return text
  return JSON.stringify(ports.map(([ifname, entries]) => ({ ifname, tunnels: entries })))
}

/** Reads `ip -j [-d] link show`. */
export const parseLinkJson = (text: string): Rows<IpLinkRow> => readRows(IpLinkRow, text, repairLink)

/** Reads `ip -j [-d] addr show`: devices with `addr_info`. */
export const parseAddrJson = (text: string): Rows<IpLinkRow> => readRows(IpLinkRow, text, repairLink)

/** Reads `bridge -j [-s] [-d] fdb show`. `dev`: the answer was asked for with `dev NAME` and names no device. */
export const parseFdbJson = (text: string, options: { dev?: string } = {}): Rows<FdbJsonRow> => {
  const { dev } = options
  if (dev === undefined) return readRows(FdbJsonRow, text, repairFdb, isUsualFdbRow)
  const named: Repair = row => {
    const repaired = repairFdb(row)
    return isObject(repaired) && repaired.ifname === undefined ? { ...repaired, ifname: dev } : repaired
  }
  return readRows(FdbJsonRow, text, named, isUsualFdbRow)
}

/** Reads `bridge -j vni show` (5.19 and later). */
export const parseVniJson = (text: string): Rows<VniRow> => readRows(VniRow, text, keep)

/** Reads `bridge -j vlan tunnelshow`. */
export const parseVlanTunnelJson = (text: string): Rows<VlanTunnelRow> => readRows(VlanTunnelRow, portsOf(text), keep)

/** Reads `ip -j route get ADDRESS`. */
export const parseRouteJson = (text: string): Rows<RouteRow> => readRows(RouteRow, text, keep)

/** Reads `ip -j nexthop show`. */
export const parseNexthopJson = (text: string): Rows<NexthopRow> => readRows(NexthopRow, text, keep)
