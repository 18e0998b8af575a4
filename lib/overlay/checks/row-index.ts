import type { FdbRow, Tunnel } from '@/lib/model/overlay'
import type { OverlayDelta } from '@/lib/model/stream'
import type { InSteps } from '../lists/in-steps'
import { isSame } from '../lists/same'
import { Touched } from './touched'

/** What checks need to know of a device's table without going through it. */
export interface DeviceRows {
  count: number
  flood: Map<string, FdbRow>
  /** Entries that somebody or a control plane put there. */
  fixed: number
}

const EMPTY: DeviceRows = { count: 0, flood: new Map(), fixed: 0 }

/** Where a row stands, or would, in a list by id: what is found must not depend on which row came first. */
const placeIn = (list: readonly FdbRow[], id: string): number => {
  let [from, to] = [0, list.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((list[middle]?.id ?? '') < id) from = middle + 1
    else to = middle
  }
  return from
}

const push = (lists: Map<string, FdbRow[]>, key: string, row: FdbRow): void => {
  const list = lists.get(key)
  if (list) list.splice(placeIn(list, row.id), 0, row)
  else lists.set(key, [row])
}

const drop = (lists: Map<string, FdbRow[]>, key: string, id: string): void => {
  const list = lists.get(key)
  const at = list ? placeIn(list, id) : 0
  if (list?.[at]?.id === id) list.splice(at, 1)
  if (list?.length === 0) lists.delete(key)
}

const mapIn = <K, V>(maps: Map<string, Map<K, V>>, key: string): Map<K, V> => {
  const known = maps.get(key)
  if (known) return known
  const made = new Map<K, V>()
  maps.set(key, made)
  return made
}

const countIn = (maps: Map<string, Map<string, number>>, key: string, what: string, sign: 1 | -1): void => {
  const counts = mapIn<string, number>(maps, key)
  const count = (counts.get(what) ?? 0) + sign
  if (count > 0) counts.set(what, count)
  else counts.delete(what)
  if (counts.size === 0) maps.delete(key)
}

export const macKey = (vni: number, mac: string): string => `${vni}/${mac}`
const pairKey = (node: string, other: string | number): string => `${node}\0${other}`
const isOwn = (row: FdbRow): boolean => row.master === null && (row.dst !== null || row.nhid !== null)

/** Of an IP multicast group (RFC 1112 §6.4, RFC 2464 §7): what a device's address filters let in, as far as the node lists them. */
const isGroupMac = (mac: string): boolean => mac.startsWith('01:00:5e:') || mac.startsWith('33:33:')

/** A node that goes stale or live says the same as before: whoever asks looks at the node. */
const isRestated = (before: FdbRow, after: FdbRow): boolean =>
  before.state !== after.state && isSame({ ...before, state: after.state }, after)

/** All rows, by what checks ask for. */
export class RowIndex {
  private readonly rows = new Map<string, FdbRow>()
  private readonly byMac = new Map<string, FdbRow[]>()
  /** Ports behind which a node's bridges have learned something of a VNI, with how much. */
  private readonly ports = new Map<string, Map<string, number>>()
  /** Multicast MACs by device, with how often each is listed. */
  private readonly groupMacs = new Map<string, Map<string, number>>()
  private readonly learnedTo = new Map<string, Map<string, FdbRow>>()
  /** By node and name. */
  private readonly devices = new Map<string, Map<string, DeviceRows>>()

  ofMac(key: string): readonly FdbRow[] {
    return this.byMac.get(key) ?? []
  }

  device(node: string, ifname: string): Readonly<DeviceRows> {
    return this.devices.get(node)?.get(ifname) ?? EMPTY
  }

  /** Multicast MACs of a device; `null` where the node lists none of it. */
  groupMacsOf(node: string, ifname: string): Pick<ReadonlySet<string>, 'has'> | null {
    return this.groupMacs.get(pairKey(node, ifname)) ?? null
  }

  portsWith(node: string, vni: number): Iterable<string> {
    return this.ports.get(pairKey(node, vni))?.keys() ?? []
  }

  /** When the first of the entries was learned that lead some nodes to an address in a VNI (ms). */
  learnedSince(nodes: readonly string[], vni: Tunnel['vni'], address: string): number | null {
    let since: string | null = null
    for (const { node, vni: own, firstSeenAt } of this.learnedTo.get(address)?.values() ?? []) {
      if (own === vni && (since === null || firstSeenAt < since) && nodes.includes(node)) since = firstSeenAt
    }
    return since === null ? null : Date.parse(since)
  }

  /** Rows of some nodes, and rows that lead to them. */
  *touchAround(nodes: ReadonlySet<string>, { mac }: Touched): InSteps<void> {
    const isAround = ({ node, dstNodes }: FdbRow): boolean => nodes.has(node) || dstNodes.some(dst => nodes.has(dst))
    for (const [key, rows] of this.byMac) {
      if (!mac.has(key) && rows.some(isAround)) mac.add(key)
      yield
    }
  }

  *take({ put, remove }: OverlayDelta['fdb'], touched: Touched): InSteps<void> {
    for (const id of remove) {
      const known = this.rows.get(id)
      if (known) this.count(known, -1, touched)
      this.rows.delete(id)
      yield
    }
    const nothing = new Touched()
    for (const row of put) {
      const known = this.rows.get(row.id)
      const into = known && isRestated(known, row) ? nothing : touched
      if (known) this.count(known, -1, into)
      this.rows.set(row.id, row)
      this.count(row, 1, into)
      yield
    }
  }

  private count(row: FdbRow, sign: 1 | -1, touched: Touched): void {
    if (row.vni !== null && row.kind !== 'flood') {
      const key = macKey(row.vni, row.mac)
      if (sign === 1) push(this.byMac, key, row)
      else drop(this.byMac, key, row.id)
      touched.mac.add(key)
    }
    if (isGroupMac(row.mac)) {
      countIn(this.groupMacs, pairKey(row.node, row.ifname), row.mac, sign)
      touched.node.add(row.node)
    }
    if (isOwn(row)) this.countOwn(row, sign, touched)
    else if (row.vni !== null && row.kind === 'learned') {
      // Something behind a port: its VNI has a MAC more or less to know of.
      countIn(this.ports, pairKey(row.node, row.vni), row.ifname, sign)
      touched.tables.add(String(row.vni))
    }
  }

  private countOwn(row: FdbRow, sign: 1 | -1, touched: Touched): void {
    const devices = mapIn<string, DeviceRows>(this.devices, row.node)
    const device = devices.get(row.ifname) ?? { count: 0, flood: new Map<string, FdbRow>(), fixed: 0 }
    devices.set(row.ifname, device)
    device.count += sign
    touched.node.add(row.node)
    if (row.kind === 'learned') {
      if (row.dst === null) return
      const rows = mapIn<string, FdbRow>(this.learnedTo, row.dst)
      if (sign === 1) rows.set(row.id, row)
      else rows.delete(row.id)
      if (rows.size === 0) this.learnedTo.delete(row.dst)
      return
    }
    if (row.kind !== 'flood') device.fixed += sign
    else if (sign === 1) device.flood.set(row.id, row)
    else device.flood.delete(row.id)
    if (row.vni !== null) touched.tables.add(String(row.vni))
  }
}
