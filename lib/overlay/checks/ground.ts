import type { FdbRow, Node, Overlay, Tunnel, Vni, Vtep } from '@/lib/model/overlay'
import type { Link, Reading } from '@/lib/model/reading'
import type { OverlayDelta } from '@/lib/model/stream'
import type { ReadingView } from '../build/view'
import type { InSteps } from '../lists/in-steps'
import { type Member, NodeIndex } from './node-index'
import { CHECK_OPTIONS, type CheckOptions } from './options'
import { type DeviceRows, RowIndex } from './row-index'
import { type Subjects, Touched } from './touched'
import { TunnelIndex } from './tunnel-index'

export type { Member } from './node-index'

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

/**
 * All that checks look at, by what they ask for. `take` carries it on by what changed, at the cost of what changed, and says
 * which subjects that may have touched.
 */
export class Ground {
  now = 0
  readonly options: CheckOptions
  private readonly nodeIndex = new NodeIndex()
  readonly nodes: ReadonlyMap<string, Node> = this.nodeIndex.nodes
  readonly vteps = new Map<string, Vtep>()
  readonly vnis = new Map<number, Vni>()
  private readonly tunnelIndex = new TunnelIndex()
  readonly tunnels: ReadonlyMap<string, Tunnel> = this.tunnelIndex.byId
  readonly groups = new Map<string, { vni: number; address: string; members: readonly string[] }>()
  readonly flaps = new Map<string, Flap>()
  private readonly rows = new RowIndex()
  /** Members by VNI, as long as nothing is taken: each check of a VNI asks for them. */
  private readonly membersOf = new Map<number, readonly Member[]>()
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
    return this.nodeIndex.allRead
  }

  /** It is known and doesn't answer now. */
  isSilent(node: string): boolean {
    return (this.nodes.get(node)?.state ?? 'live') !== 'live'
  }

  isLive(node: string): boolean {
    return this.nodes.get(node)?.state === 'live'
  }

  /** The last reading of a node that is live; nothing is said by an older one. */
  view(node: string): ReadingView | null {
    return this.nodeIndex.view(node)
  }

  membersOn(node: string): readonly Member[] {
    return this.nodeIndex.membersOn(node)
  }

  /** Live ones of a VNI. */
  members(vni: number): readonly Member[] {
    const known = this.membersOf.get(vni)
    if (known) return known
    const nodes = new Set(this.vnis.get(vni)?.members.map(({ node }) => node))
    const members = [...nodes].flatMap(node => this.membersOn(node).filter(member => member.vni === vni))
    this.membersOf.set(vni, members)
    return members
  }

  rowsOfMac(key: string): readonly FdbRow[] {
    return this.rows.ofMac(key)
  }

  /** Multicast MACs that a device's address filters let in; `null` where the node lists none of it. */
  groupMacsOf(node: string, ifname: string): Pick<ReadonlySet<string>, 'has'> | null {
    return this.rows.groupMacsOf(node, ifname)
  }

  device(node: string, ifname: string): Readonly<DeviceRows> {
    return this.rows.device(node, ifname)
  }

  tunnelsOfTarget(vtep: string): Tunnel[] {
    return this.tunnelIndex.ofTarget(vtep)
  }

  /** Whether a bridge of a node has learned a MAC of a VNI behind a port of its own. */
  hasLocal(node: string, vni: number): boolean {
    const view = this.view(node)
    for (const ifname of this.rows.portsWith(node, vni)) if (view && !view.linkOf(ifname)?.vxlan) return true
    return false
  }

  /** When the first of the entries was learned that a tunnel is known by (ms). */
  learnedSince({ vni, from, to }: Tunnel): number | null {
    return this.rows.learnedSince(this.vteps.get(from)?.nodes ?? [], vni, this.vteps.get(to)?.address ?? '')
  }

  /** Nodes whose own device has a MAC. */
  ownersOf(key: string): readonly string[] {
    return this.nodeIndex.ownersOf(key)
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

  /**
   * Carries it on by what changed, one change after the other, and gives which subjects that may have touched. Until it has
   * come to its end nobody may ask for anything. `readings` are all there are.
   */
  *take(deltas: readonly OverlayDelta[], readings: ReadonlyMap<string, Reading>): InSteps<Subjects> {
    this.membersOf.clear()
    const touched = new Touched()
    const readBefore = this.allRead
    for (const delta of deltas) {
      for (const name of delta.nodes.remove) this.nodeIndex.drop(name, touched)
      for (const node of delta.nodes.put) this.nodeIndex.put(node, readings.get(node.name), touched)
      yield* this.rows.take(delta.fdb, touched)
      this.takeVnis(delta.vnis, touched)
      this.takeGroups(delta.groups, touched)
      this.takeVteps(delta.vteps, touched)
      this.tunnelIndex.take(delta.tunnels, touched)
    }
    yield* this.touchAround(touched)
    if (readBefore !== this.allRead) {
      for (const vtep of this.vteps.keys()) touched.vtep.add(vtep)
      for (const vni of this.vnis.keys()) touched.addVni(vni)
    }
    return touched
  }

  private takeVnis({ put, remove }: OverlayDelta['vnis'], touched: Touched): void {
    for (const id of remove) {
      this.vnis.delete(Number(id))
      touched.addVni(id)
    }
    for (const vni of put) {
      this.vnis.set(vni.vni, vni)
      touched.addVni(vni.vni)
    }
  }

  private takeGroups({ put, remove }: OverlayDelta['groups'], touched: Touched): void {
    for (const id of remove) this.groups.delete(id)
    for (const group of put) {
      this.groups.set(group.id, group)
      touched.aroundGroups.add(group.vni)
    }
  }

  private takeVteps({ put, remove }: OverlayDelta['vteps'], touched: Touched): void {
    const touch = (id: string): void => {
      touched.vtep.add(id)
      for (const vni of this.vteps.get(id)?.vnis ?? []) touched.vni.add(String(vni))
    }
    for (const id of remove) {
      touch(id)
      this.vteps.delete(id)
    }
    for (const vtep of put) {
      touch(vtep.id)
      this.vteps.set(vtep.id, vtep)
      touch(vtep.id)
      touched.aroundVteps.add(vtep.id)
    }
  }

  /** What a node's own state, a VTEP or a group decides beyond itself. */
  private *touchAround(touched: Touched): InSteps<void> {
    const { aroundNodes, aroundVteps } = touched
    if (aroundNodes.size > 0) {
      const isAround = (node: string): boolean => aroundNodes.has(node)
      for (const [key, { members }] of this.vnis) {
        if (members.some(({ node }) => isAround(node))) touched.addVni(key)
      }
      for (const [id, { nodes }] of this.vteps) {
        if (!nodes.some(isAround)) continue
        touched.vtep.add(id)
        aroundVteps.add(id)
      }
      yield* this.rows.touchAround(aroundNodes, touched)
    }
    yield* this.tunnelIndex.touchAround(touched)
  }
}

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
