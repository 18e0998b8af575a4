import type { FdbRow, Node, Overlay, Tunnel, Vni, Vtep } from '@/lib/model/overlay'
import type { Link, Reading } from '@/lib/model/reading'
import type { OverlayDelta } from '@/lib/model/stream'
import { isSameFrame } from '../frame'
import { buildMemberships, type Membership } from '../members'
import { type ReadingView, viewOf } from '../view'
import { CHECK_OPTIONS, type CheckOptions, type Range } from './options'

/** A MAC that flaps: since when it is told, and its latest move (ms). */
export interface Flap {
  node: string
  ifname: string
  vni: number | null
  mac: string
  last: number
  /** Without a move for so long it is over. */
  within: number
}

/** A VXLAN device in one of its VNIs, on a node that is live. */
export interface Member extends Membership {
  node: string
}

/** What checks need to know of a device's table without going through it. */
interface DeviceRows {
  count: number
  flood: Map<string, FdbRow>
  /** Entries that somebody or a control plane put there. */
  fixed: number
}

const EMPTY: DeviceRows = { count: 0, flood: new Map(), fixed: 0 }

const memberships = new WeakMap<Reading, readonly Membership[]>()

const membershipsOf = (reading: Reading): readonly Membership[] => {
  const known = memberships.get(reading) ?? buildMemberships(viewOf(reading))
  memberships.set(reading, known)
  return known
}

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

const countIn = (lists: Map<string, Map<string, FdbRow>>, key: string, row: FdbRow, sign: 1 | -1): void => {
  const list = lists.get(key) ?? new Map<string, FdbRow>()
  if (sign === 1) list.set(row.id, row)
  else list.delete(row.id)
  if (list.size > 0) lists.set(key, list)
  else lists.delete(key)
}

export const macKey = (vni: number, mac: string): string => `${vni}/${mac}`
const deviceKey = (node: string, ifname: string): string => `${node}\0${ifname}`
const isOwn = (row: FdbRow): boolean => row.master === null && (row.dst !== null || row.nhid !== null)

/** Subjects that a change may have touched. */
export type Touched = Record<Range, Set<string>>

const nothing = (): Touched => ({ node: new Set(), vni: new Set(), vtep: new Set(), tunnel: new Set(), mac: new Set() })

/**
 * All that checks look at, by what they ask for. `take` carries it on by what changed, at the cost of what changed, and says
 * which subjects that may have touched.
 */
export class Ground {
  now = 0
  readonly options: CheckOptions
  readonly nodes = new Map<string, Node>()
  readonly vteps = new Map<string, Vtep>()
  readonly vnis = new Map<number, Vni>()
  readonly tunnels = new Map<string, Tunnel>()
  readonly groups = new Map<string, { vni: number; address: string; members: readonly string[] }>()
  readonly flaps = new Map<string, Flap>()
  private readonly rows = new Map<string, FdbRow>()
  private readonly byMac = new Map<string, FdbRow[]>()
  /** Learned entries of bridges, by node and VNI. */
  private readonly learned = new Map<string, Map<string, FdbRow>>()
  private readonly byDst = new Map<string, Map<string, FdbRow>>()
  private readonly devices = new Map<string, DeviceRows>()
  private readonly tunnelsTo = new Map<string, Set<string>>()
  /** `VNI/MAC` → nodes whose own device has it. */
  private readonly ownMacs = new Map<string, Set<string>>()
  private readonly readings = new Map<string, Reading>()
  /** Nodes never read: nobody knows what they have. */
  private unread = 0
  /** Of the check that runs: the next moment at which it would say something else. */
  private next = Number.POSITIVE_INFINITY

  constructor(options: Partial<CheckOptions> = {}) {
    this.options = { ...CHECK_OPTIONS, ...options }
  }

  /** Whether `at` (ms) has come; remembers it where it hasn't. */
  reached(at: number): boolean {
    if (this.now >= at) return true
    this.next = Math.min(this.next, at)
    return false
  }

  /** The next moment that was asked for since this was last called. */
  takeNext(): number {
    const { next } = this
    this.next = Number.POSITIVE_INFINITY
    return next
  }

  /** Every node of the inventory has been read: what nobody has, nobody of ours has. */
  get allRead(): boolean {
    return this.unread === 0
  }

  isLive(node: string): boolean {
    return this.nodes.get(node)?.state === 'live'
  }

  /** The last reading of a node that is live; nothing is said by an older one. */
  view(node: string): ReadingView | null {
    const reading = this.isLive(node) ? this.readings.get(node) : undefined
    return reading ? viewOf(reading) : null
  }

  membersOn(node: string): Member[] {
    const view = this.view(node)
    return view ? membershipsOf(view.reading).map(each => ({ ...each, node })) : []
  }

  /** Live ones of a VNI. */
  members(vni: number): Member[] {
    const nodes = new Set(this.vnis.get(vni)?.members.map(({ node }) => node))
    return [...nodes].flatMap(node => this.membersOn(node).filter(member => member.vni === vni))
  }

  rowsOfMac(key: string): readonly FdbRow[] {
    return this.byMac.get(key) ?? []
  }

  device(node: string, ifname: string): Readonly<DeviceRows> {
    return this.devices.get(deviceKey(node, ifname)) ?? EMPTY
  }

  tunnelsOfTarget(vtep: string): Tunnel[] {
    return [...(this.tunnelsTo.get(vtep) ?? [])].sort().flatMap(id => this.tunnels.get(id) ?? [])
  }

  /** Whether a bridge of a node has learned a MAC of a VNI behind a port of its own. */
  hasLocal(node: string, vni: number): boolean {
    const view = this.view(node)
    const rows = this.learned.get(deviceKey(node, String(vni)))?.values() ?? []
    for (const { ifname } of rows) if (view && !view.linkOf(ifname)?.vxlan) return true
    return false
  }

  /** When the first of the entries was learned that a tunnel is known by (ms). */
  learnedSince({ vni, from, to }: Tunnel): number | null {
    const [senders, address] = [this.vteps.get(from)?.nodes ?? [], this.vteps.get(to)?.address ?? '']
    let since: number | null = null
    for (const { node, vni: own, firstSeenAt } of this.byDst.get(address)?.values() ?? []) {
      if (own !== vni || !senders.includes(node)) continue
      since = Math.min(since ?? Number.POSITIVE_INFINITY, Date.parse(firstSeenAt))
    }
    return since
  }

  /** Nodes whose own device has a MAC. */
  ownersOf(key: string): readonly string[] {
    return [...(this.ownMacs.get(key) ?? [])].sort()
  }

  /** Live nodes that have a MAC themselves, by their own device or behind a port: with what says so. */
  placesOf(key: string): Map<string, { row: FdbRow | null; link: Link | null }> {
    const places = new Map<string, { row: FdbRow | null; link: Link | null }>()
    for (const node of this.ownersOf(key)) {
      const mac = key.slice(key.indexOf('/') + 1)
      const link = this.view(node)?.reading.links.find(each => each.mac === mac && (each.vxlan || each.bridge))
      if (link) places.set(node, { row: null, link })
    }
    for (const row of this.rowsOfMac(key)) {
      if (places.has(row.node) || row.kind !== 'learned' || row.dst !== null || row.nhid !== null) continue
      const link = this.view(row.node)?.linkOf(row.ifname)
      if (link && !link.vxlan && link.kind !== 'bridge') places.set(row.node, { row, link: null })
    }
    return places
  }

  /** Carries it on by what changed. `readings` are all there are. */
  take(delta: OverlayDelta, readings: ReadonlyMap<string, Reading>): Touched {
    const touched = nothing()
    const readBefore = this.allRead
    for (const name of delta.nodes.remove) this.dropNode(name, touched)
    for (const node of delta.nodes.put) this.putNode(node, readings.get(node.name), touched)
    this.takeRows(delta.fdb, touched)
    for (const id of delta.vnis.remove) {
      this.vnis.delete(Number(id))
      touched.vni.add(id)
    }
    for (const vni of delta.vnis.put) {
      this.vnis.set(vni.vni, vni)
      touched.vni.add(String(vni.vni))
    }
    for (const id of delta.groups.remove) this.groups.delete(id)
    for (const group of delta.groups.put) {
      this.groups.set(group.id, group)
      for (const [id, tunnel] of this.tunnels) if (tunnel.vni === group.vni) touched.tunnel.add(id)
    }
    for (const id of [...delta.vteps.remove, ...delta.vteps.put.map(vtep => vtep.id)])
      for (const vni of this.vteps.get(id)?.vnis ?? []) touched.vni.add(String(vni))
    for (const id of delta.vteps.remove) {
      this.vteps.delete(id)
      touched.vtep.add(id)
    }
    for (const vtep of delta.vteps.put) {
      this.vteps.set(vtep.id, vtep)
      touched.vtep.add(vtep.id)
      for (const vni of vtep.vnis) touched.vni.add(String(vni))
      this.touchTunnels(({ from, to }) => from === vtep.id || to === vtep.id, touched)
    }
    this.takeTunnels(delta.tunnels, touched)
    if (readBefore !== this.allRead) {
      for (const vtep of this.vteps.keys()) touched.vtep.add(vtep)
      for (const vni of this.vnis.keys()) touched.vni.add(String(vni))
    }
    return touched
  }

  private takeTunnels({ put, remove }: OverlayDelta['tunnels'], touched: Touched): void {
    const touch = ({ id, vni, from, to }: Tunnel) => {
      touched.tunnel.add(id)
      touched.tunnel.add(reverseId({ vni, from, to }))
      touched.vtep.add(to)
      touched.vni.add(String(vni))
    }
    for (const id of remove) {
      const known = this.tunnels.get(id)
      if (!known) continue
      this.tunnels.delete(id)
      this.tunnelsTo.get(known.to)?.delete(id)
      touch(known)
    }
    for (const tunnel of put) {
      this.tunnels.set(tunnel.id, tunnel)
      this.tunnelsTo.set(tunnel.to, (this.tunnelsTo.get(tunnel.to) ?? new Set()).add(tunnel.id))
      touch(tunnel)
    }
  }

  private takeRows({ put, remove }: OverlayDelta['fdb'], touched: Touched): void {
    for (const id of remove) {
      const known = this.rows.get(id)
      if (known) this.countRow(known, -1, touched)
      this.rows.delete(id)
    }
    for (const row of put) {
      const known = this.rows.get(row.id)
      if (known) this.countRow(known, -1, touched)
      this.rows.set(row.id, row)
      this.countRow(row, 1, touched)
    }
  }

  private countRow(row: FdbRow, sign: 1 | -1, touched: Touched): void {
    if (row.vni !== null && row.kind !== 'flood') {
      const key = macKey(row.vni, row.mac)
      if (sign === 1) push(this.byMac, key, row)
      else drop(this.byMac, key, row.id)
      touched.mac.add(key)
    }
    if (!isOwn(row)) {
      if (row.vni === null || row.kind !== 'learned') return
      // Something behind a port: its VNI has a MAC more or less to know of.
      countIn(this.learned, deviceKey(row.node, String(row.vni)), row, sign)
      touched.vni.add(String(row.vni))
      return
    }
    const key = deviceKey(row.node, row.ifname)
    const device = this.devices.get(key) ?? { count: 0, flood: new Map<string, FdbRow>(), fixed: 0 }
    this.devices.set(key, device)
    device.count += sign
    touched.node.add(row.node)
    if (row.dst !== null && row.kind === 'learned') countIn(this.byDst, row.dst, row, sign)
    if (row.kind === 'flood') {
      if (sign === 1) device.flood.set(row.id, row)
      else device.flood.delete(row.id)
      if (row.vni !== null) touched.vni.add(String(row.vni))
    } else if (row.kind !== 'learned') {
      device.fixed += sign
      if (row.vni !== null) touched.vni.add(String(row.vni))
    }
  }

  private ownKeys(node: string): string[] {
    return this.membersOn(node).flatMap(({ link, vni }) => {
      const mac = link.master === null ? link.mac : (this.view(node)?.linkOf(link.master)?.mac ?? null)
      return mac === null || link.vxlan?.external ? [] : [macKey(vni, mac)]
    })
  }

  private touchNode(node: string, touched: Touched): void {
    touched.node.add(node)
    for (const { vni, vtep } of this.membersOn(node)) {
      touched.vni.add(String(vni))
      if (vtep !== null) touched.vtep.add(vtep)
    }
  }

  private forgetOwn(node: string, touched: Touched): void {
    this.touchNode(node, touched)
    for (const key of this.ownKeys(node)) {
      this.ownMacs.get(key)?.delete(node)
      if (this.ownMacs.get(key)?.size === 0) this.ownMacs.delete(key)
      touched.mac.add(key)
    }
  }

  private putNode(node: Node, reading: Reading | undefined, touched: Touched): void {
    const before = this.nodes.get(node.name)
    const known = this.readings.get(node.name)
    touched.node.add(node.name)
    const isSame = before?.state === node.state && known !== undefined && reading && isSameFrame(known, reading)
    if (isSame) {
      this.nodes.set(node.name, node)
      this.readings.set(node.name, { ...reading, framedAt: known.framedAt ?? known.readAt })
      if (hasEntriesVnis(reading)) this.touchNode(node.name, touched)
      return
    }
    if (before) this.forgetOwn(node.name, touched)
    this.unread += Number(node.state === 'unknown') - Number(before?.state === 'unknown')
    this.nodes.set(node.name, node)
    if (reading) this.readings.set(node.name, reading)
    else this.readings.delete(node.name)
    this.touchNode(node.name, touched)
    for (const key of this.ownKeys(node.name)) {
      this.ownMacs.set(key, (this.ownMacs.get(key) ?? new Set()).add(node.name))
      touched.mac.add(key)
    }
    for (const [key, { members }] of this.vnis) {
      if (members.some(member => member.node === node.name)) touched.vni.add(String(key))
    }
    this.touchAround(node.name, touched)
  }

  /** What a node's own state decides beyond itself. */
  private touchAround(name: string, touched: Touched): void {
    const isOf = (vtep: string): boolean => this.vteps.get(vtep)?.nodes.includes(name) ?? false
    for (const id of this.vteps.keys()) if (isOf(id)) touched.vtep.add(id)
    this.touchTunnels(({ from, to }) => isOf(from) || isOf(to), touched)
    for (const row of this.rows.values()) {
      if ((row.node === name || row.dstNodes.includes(name)) && row.vni !== null)
        touched.mac.add(macKey(row.vni, row.mac))
    }
  }

  private touchTunnels(concerns: (tunnel: Tunnel) => boolean, touched: Touched): void {
    for (const tunnel of this.tunnels.values()) {
      if (!concerns(tunnel)) continue
      touched.tunnel.add(tunnel.id)
      touched.vtep.add(tunnel.to)
    }
  }

  private dropNode(name: string, touched: Touched): void {
    const before = this.nodes.get(name)
    if (!before) return
    this.forgetOwn(name, touched)
    this.touchAround(name, touched)
    if (before.state === 'unknown') this.unread -= 1
    this.nodes.delete(name)
    this.readings.delete(name)
  }
}

/** A device that takes its VNIs per packet is in those that its entries name, whatever else stays the same. */
const hasEntriesVnis = ({ links }: Reading): boolean => links.some(({ vxlan }) => vxlan?.external)

export const reverseId = ({ vni, from, to }: Pick<Tunnel, 'vni' | 'from' | 'to'>): string =>
  `tunnel:${vni}:${to.slice('vtep:'.length)}>${from.slice('vtep:'.length)}`

const all = <T>(put: T[]): { put: T[]; remove: string[] } => ({ put, remove: [] })

/** Everything there is, as if it had come just now. */
export const wholeDelta = (overlay: Overlay, fdb: readonly FdbRow[]): OverlayDelta => ({
  nodes: all(overlay.nodes),
  vteps: all(overlay.vteps),
  vnis: all(overlay.vnis),
  groups: all(overlay.groups),
  tunnels: all(overlay.tunnels),
  fdb: all([...fdb]),
})
