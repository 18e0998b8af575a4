import type { Link, Reading } from '@/lib/model/reading'
import { canonicalAddress, type Family, familyOf, isNodeLocal } from './addresses'
import { FactBook, type GroupFacts, type TunnelEntries, type TunnelFacts, type VtepFacts } from './book'
import { type Witness, witnessOf } from './evidence'
import { vtepId } from './identity'
import { fdbKind, tunnelKind } from './kinds'
import { buildMemberships, type Membership } from './members'
import { wireVni } from './row-vni'
import { type ReadingView, viewOf } from './view'
import { underlayOf, vtepAddress } from './vtep'

/** What one reading of one node says of the overlay, whatever other nodes say. All of it by id. */
export interface NodeFacts {
  memberships: readonly Membership[]
  /** VTEPs that the node is. */
  own: ReadonlyMap<string, VtepFacts>
  /** VTEP ids of all addresses the node has, a VXLAN device on them or not. */
  holds: ReadonlySet<string>
  /** VTEPs that the node sends to. */
  seen: ReadonlyMap<string, VtepFacts>
  groups: ReadonlyMap<string, GroupFacts>
  tunnels: ReadonlyMap<string, TunnelFacts>
}

const bookMembership = (book: FactBook, membership: Membership, evidence: Witness): void => {
  const { vni, underlay, address, vtep, group, remote } = membership
  if (address !== null) book.vtep('own', underlay, address, vni)
  if (group !== null) {
    const facts = book.group(vni, underlay, group)
    if (vtep !== null) {
      facts.joined.add(vtep)
      facts.senders.add(vtep)
    }
  }
  if (remote === null) return
  const to = book.vtep('seen', underlay, remote, vni)
  if (vtep !== null) book.tunnel(vni, vtep, to).add('remote', null, () => evidence.ofMembership('remote', membership))
}

/** What entries of a device need of it. */
interface Sender {
  underlay: string
  /** Address the device sends from, by the family of the other end. */
  sources: Readonly<Record<Family, string | null>>
  /** The configured remote in each VNI the device is in. */
  remotes: ReadonlyMap<number, string | null>
}

const senderOf = (view: ReadingView, link: Link, memberships: readonly Membership[]): Sender => ({
  underlay: underlayOf(view, link),
  sources: { ipv4: vtepAddress(view, link, 'ipv4'), ipv6: vtepAddress(view, link, 'ipv6') },
  remotes: new Map(memberships.map(({ vni, remote }) => [vni, remote])),
})

/** VTEP id that entries to `destination` are sent from. An entry may send in a VNI the device itself isn't in. */
const bookSource = (book: FactBook, { underlay, sources, remotes }: Sender, destination: string, vni: number) => {
  const address = sources[familyOf(destination)]
  return address === null ? null : book.vtep('own', underlay, address, remotes.has(vni) ? vni : null)
}

const bookGroup = (book: FactBook, sender: Sender, group: string, vni: number): void => {
  const from = bookSource(book, sender, group, vni)
  const facts = book.group(vni, sender.underlay, group)
  if (from !== null) facts.senders.add(from)
}

/** Both ends and the tunnel between them. Without a VNI or a source there are ends, but no tunnel. */
const bookTunnel = (book: FactBook, sender: Sender, destination: string, vni: number | null): TunnelEntries | null => {
  const to = book.vtep('seen', sender.underlay, destination, vni)
  const from = vni === null ? null : bookSource(book, sender, destination, vni)
  return vni === null || from === null ? null : book.tunnel(vni, from, to)
}

/** Books what the entries of a VXLAN device's own table say. */
const bookEntries = (book: FactBook, view: ReadingView, link: Link, sender: Sender, evidence: Witness): void => {
  const { iproute2 } = view.reading.profile
  const tunnels = new Map<string, TunnelEntries | null>()
  const tunnelTo = (destination: string, vni: number | null): TunnelEntries | null => {
    const key = `${vni} ${destination}`
    const known = tunnels.get(key)
    if (known !== undefined) return known
    const booked = bookTunnel(book, sender, destination, vni)
    tunnels.set(key, booked)
    return booked
  }
  for (const entry of view.vxlanEntriesOf(link.ifname)) {
    const vni = wireVni(entry, link)
    const { group, destinations } = view.targetOf(entry)
    if (group !== null && vni !== null) bookGroup(book, sender, group, vni)
    for (const destination of destinations) {
      const toRemote = vni !== null && sender.remotes.get(vni) === destination
      const kind = tunnelKind(fdbKind(entry, true, iproute2), toRemote)
      const mac = kind === 'flood' || kind === 'remote' ? null : entry.mac
      tunnelTo(destination, vni)?.add(kind, mac, () => evidence.ofEntry(kind, entry))
    }
  }
}

/** Addresses that name a node wherever they are seen: not loopback, not link-local, which many nodes have at once. */
const heldVteps = (view: ReadingView): Set<string> => {
  const held = new Set<string>()
  for (const link of view.reading.links) {
    for (const { address, scope } of link.addresses) {
      const canonical = scope === 'host' || scope === 'link' ? null : canonicalAddress(address)
      if (canonical !== null && !isNodeLocal(canonical)) held.add(vtepId(view.vrfOf(link.ifname), canonical))
    }
  }
  return held
}

const buildFacts = (node: string, reading: Reading): NodeFacts => {
  const view = viewOf(reading)
  const book = new FactBook()
  const evidence = witnessOf(node, reading)
  const memberships = buildMemberships(view)
  const byDevice = new Map<Link, Membership[]>()
  for (const membership of memberships) {
    bookMembership(book, membership, evidence)
    const list = byDevice.get(membership.link)
    if (list) list.push(membership)
    else byDevice.set(membership.link, [membership])
  }
  for (const link of view.vxlans) {
    const sender = senderOf(view, link, byDevice.get(link) ?? [])
    bookEntries(book, view, link, sender, evidence)
  }
  return {
    memberships,
    own: book.own,
    holds: heldVteps(view),
    seen: book.seen,
    groups: book.groups,
    tunnels: book.tunnels(),
  }
}

const known = new WeakMap<Reading, { node: string; facts: NodeFacts }>()

/** The facts of a node's reading, made once per reading. */
export const factsOf = (node: string, reading: Reading): NodeFacts => {
  const found = known.get(reading)
  if (found?.node === node) return found.facts
  const facts = buildFacts(node, reading)
  known.set(reading, { node, facts })
  return facts
}
