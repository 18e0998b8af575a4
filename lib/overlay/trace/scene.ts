import type { Finding } from '@/lib/model/finding'
import type { NeighbourReading } from '@/lib/model/neighbour'
import type { FdbRow, Node, Overlay, VniMember, Vtep } from '@/lib/model/overlay'
import type { Link, Reading } from '@/lib/model/reading'
import { type ReadingView, viewOf } from '../build/view'
import { underlayOf } from '../build/vtep'
import { groupId } from '../identity'
import { ALL_ZERO_MAC } from '../mac'

export const BROADCAST = 'ff:ff:ff:ff:ff:ff'

/** What a trace looks at: the overlay of a moment, and what nodes were asked for it. */
export interface TraceInput {
  overlay: Overlay
  fdb: readonly FdbRow[]
  readings: ReadonlyMap<string, Reading>
  /** What nodes answered about the address that is traced to; one that wasn't asked is missing. */
  neighbours: ReadonlyMap<string, NeighbourReading>
  findings: readonly Pick<Finding, 'id' | 'check' | 'severity' | 'verdict' | 'subject'>[]
}

/** A VXLAN device in the VNI, with the bridge it is a port of. */
export interface Device {
  node: string
  link: Link
  bridge: Link | null
  vtep: string | null
  /** Address it sends from. */
  address: string | null
  underlay: string
  group: string | null
  port: number | null
  learning: boolean | null
}

/** Where a MAC really is: a node's own device, or something behind a port of it. */
export interface Place {
  node: string
  device: Device
  /** The bridge's port; `null` for the node itself. */
  port: string | null
  /** The node's own device that has it. */
  own: Link | null
  row: FdbRow | null
}

/** A row of a VXLAN device's own table, as `isVxlanEntry` has it of entries. */
export const isDeviceRow = (row: FdbRow, link: Link | undefined): boolean =>
  row.dst !== null || row.nhid !== null || (link?.vxlan != null && row.master === null && row.flags.includes('self'))

/** The bridge in whose table a row stands. */
const bridgeOfRow = (row: FdbRow, link: Link | undefined): string | null => {
  if (row.master !== null) return row.master
  if (isDeviceRow(row, link) || row.flags.includes('self')) return null
  return link?.kind === 'bridge' ? link.ifname : (link?.master ?? null)
}

/** All that a trace in one VNI asks for. FDB rows are gone through once, for the MACs that matter. */
export class Scene {
  private readonly nodes: ReadonlyMap<string, Node>
  private readonly vteps: ReadonlyMap<string, Vtep>
  private readonly members: readonly VniMember[]
  private readonly byMac = new Map<string, FdbRow[]>()
  private readonly known = new Map<VniMember, Device | null>()

  constructor(
    readonly input: TraceInput,
    readonly vni: number,
  ) {
    this.nodes = new Map(input.overlay.nodes.map(node => [node.name, node]))
    this.vteps = new Map(input.overlay.vteps.map(vtep => [vtep.id, vtep]))
    this.members = input.overlay.vnis.find(each => each.vni === vni)?.members ?? []
  }

  /** Reads the rows of these MACs, of broadcast and of flooding. */
  readRows(macs: readonly string[]): void {
    for (const mac of [...macs, ALL_ZERO_MAC, BROADCAST]) if (!this.byMac.has(mac)) this.byMac.set(mac, [])
    for (const row of this.input.fdb) this.byMac.get(row.mac)?.push(row)
  }

  node(name: string): Node | undefined {
    return this.nodes.get(name)
  }

  isLive(name: string): boolean {
    return this.nodes.get(name)?.state === 'live'
  }

  /** Nodes of the inventory that nobody has read: what they have nobody knows. */
  get unread(): string[] {
    return this.input.overlay.nodes.filter(({ state }) => state === 'unknown').map(({ name }) => name)
  }

  vtep(id: string): Vtep | undefined {
    return this.vteps.get(id)
  }

  /** The last reading of a node, live or not. */
  view(node: string): ReadingView | null {
    const reading = this.input.readings.get(node)
    return reading ? viewOf(reading) : null
  }

  private deviceOf(member: VniMember): Device | null {
    const { node, ifname, vtep, group, port, learning } = member
    const view = this.view(node)
    const link = view?.linkOf(ifname)
    if (!view || !link) return null
    const master = link.master === null ? undefined : view.linkOf(link.master)
    const bridge = master && (master.kind === 'bridge' || master.kind === null) ? master : null
    const address = (vtep === null ? null : this.vteps.get(vtep)?.address) ?? null
    return { node, link, bridge, vtep, address, underlay: underlayOf(view, link), group, port, learning }
  }

  /** Whether a node has a device in some VNI. */
  isIn(node: string, vni: number): boolean {
    return this.input.overlay.vnis.some(each => each.vni === vni && each.members.some(member => member.node === node))
  }

  /** Devices in the VNI, of one node or of all. */
  devices(node?: string): Device[] {
    return this.members.flatMap(member => {
      if (node !== undefined && member.node !== node) return []
      const known = this.known.get(member)
      const device = known === undefined ? this.deviceOf(member) : known
      this.known.set(member, device)
      return device ?? []
    })
  }

  /**
   * Devices that a node itself sends and hears by in the VNI: the VXLAN device, or its bridge, and what stands on it. A port
   * of a bridge has no address of its own.
   */
  ownLinks({ node, link, bridge }: Device): Link[] {
    const base = bridge ?? link
    const on = (this.view(node)?.reading.links ?? []).filter(
      each => each.link === base.ifname && each.vxlan === null && each.kind !== 'veth',
    )
    return [base, ...on]
  }

  /** Entries of a VXLAN device's own table, in the VNI that it looks them up by. */
  tableRows({ node, link }: Device, mac: string): FdbRow[] {
    return (this.byMac.get(mac) ?? []).filter(
      row =>
        row.node === node &&
        row.ifname === link.ifname &&
        isDeviceRow(row, link) &&
        (!link.vxlan?.external || (row.srcVni ?? row.vni) === this.vni),
    )
  }

  /** Entries of the bridge's table. */
  bridgeRows({ node, bridge }: Device, mac: string): FdbRow[] {
    const view = this.view(node)
    return (this.byMac.get(mac) ?? []).filter(
      row => row.node === node && row.vni === this.vni && bridgeOfRow(row, view?.linkOf(row.ifname)) === bridge?.ifname,
    )
  }

  /** Where a MAC is, by who has it: own devices, and what bridges have behind ports that are no VXLAN device. */
  placesOf(mac: string): Place[] {
    const places = new Map<string, Place>()
    for (const device of this.devices()) {
      const own = this.ownLinks(device).find(each => each.mac === mac)
      if (own) places.set(device.node, { node: device.node, device, port: null, own, row: null })
    }
    for (const row of this.byMac.get(mac) ?? []) {
      const link = this.view(row.node)?.linkOf(row.ifname)
      if (places.has(row.node) || row.vni !== this.vni || isDeviceRow(row, link)) continue
      if (!link || link.vxlan || link.kind === 'bridge' || row.kind === 'permanent') continue
      const bridge = bridgeOfRow(row, link)
      const device = this.devices(row.node).find(each => bridge !== null && each.bridge?.ifname === bridge)
      if (device) places.set(row.node, { node: row.node, device, port: row.ifname, own: null, row })
    }
    return [...places.values()]
  }

  /**
   * Nodes that hear a group in a VNI: whose device there is in it, or any other that is up. A host joins, and its VXLAN sockets
   * take what comes to a group that the host is in (net/ipv4/igmp.c, `ip_mc_sf_allow`).
   */
  hearers(vni: number, underlay: string, group: string): string[] {
    const id = groupId(vni, underlay, group)
    const joined = this.input.overlay.groups.find(each => each.id === id)?.members ?? []
    const nodes = new Set(joined.flatMap(vtep => this.vtep(vtep)?.nodes ?? []))
    const others = vni === this.vni ? this.devices().filter(device => device.underlay === underlay) : []
    for (const { node } of others) if (!nodes.has(node) && this.isJoined(node, group)) nodes.add(node)
    return [...nodes]
  }

  private isJoined(node: string, group: string): boolean {
    const view = this.view(node)
    const isIt = (address: string | null) => address !== null && view?.canonical(address) === group
    return (view?.vxlans ?? []).some(
      ({ ifname, up, vxlan }) => up && [vxlan, ...(view?.vnisOf(ifname) ?? [])].some(each => isIt(each?.group ?? null)),
    )
  }

  /** The first finding that has one of these ids, or begins with it where it ends with "/". */
  finding(ids: readonly string[]): string | null {
    const fits = (id: string, wanted: string) => id === wanted || (wanted.endsWith('/') && id.startsWith(wanted))
    for (const wanted of ids) {
      const found = this.input.findings.find(({ id }) => fits(id, wanted))
      if (found) return found.id
    }
    return null
  }
}
