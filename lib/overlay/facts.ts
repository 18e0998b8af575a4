import type { FdbEntry, Link, Reading } from '@/lib/model/reading'
import { canonicalAddress, type Family, familyOf, isNodeLocal } from './addresses'
import { type Book, FactBook, type GroupFacts, type TunnelFacts, type VtepFacts } from './book'
import { witnessOf } from './evidence'
import { vtepId } from './identity'
import { fdbKind, tunnelKind } from './kinds'
import { buildMemberships, type Membership } from './members'
import { rowIds } from './row-ids'
import { rowVnis } from './row-vni'
import { isVxlanEntry, type ReadingView, viewOf } from './view'
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

/** Books what a device is configured with in one VNI. */
export const bookMembership = (book: Book, membership: Membership): void => {
  const { link, vni, underlay, address, vtep, group, remote } = membership
  if (address !== null) book.vtep('own', underlay, address, vni)
  if (group !== null) book.group(vni, underlay, group, vtep, true)
  if (remote === null) return
  const to = book.vtep('seen', underlay, remote, vni)
  if (vtep === null) return
  book.tunnel(vni, vtep, to, { kind: 'remote', mac: '', id: `${link.ifname}/${vni}`, source: membership })
}

/** What entries of a device need of it. */
export interface Sender {
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
const bookSource = (book: Book, { underlay, sources, remotes }: Sender, destination: string, vni: number) => {
  const address = sources[familyOf(destination)]
  return address === null ? null : book.vtep('own', underlay, address, remotes.has(vni) ? vni : null)
}

/** A row of the FDB and the VNI it is of. */
export interface Row {
  id: string
  entry: FdbEntry
  vni: number | null
}

/** Books what an entry of a VXLAN device's own table says. Without a VNI or a source there are ends, but no tunnel. */
export const bookEntry = (book: Book, view: ReadingView, { id, entry, vni }: Row, sender: Sender): void => {
  const { group, destinations } = view.targetOf(entry)
  if (group !== null && vni !== null) {
    book.group(vni, sender.underlay, group, bookSource(book, sender, group, vni), false)
  }
  for (const destination of destinations) {
    const to = book.vtep('seen', sender.underlay, destination, vni)
    const from = vni === null ? null : bookSource(book, sender, destination, vni)
    if (vni === null || from === null) continue
    const toRemote = sender.remotes.get(vni) === destination
    const kind = tunnelKind(fdbKind(entry, true, view.reading.profile.iproute2), toRemote)
    book.tunnel(vni, from, to, { kind, mac: entry.mac, id, source: entry })
  }
}

/** Addresses that name a node wherever they are seen: not loopback, not link-local, which many nodes have at once. */
export const heldVteps = (view: ReadingView): Set<string> => {
  const held = new Set<string>()
  for (const link of view.reading.links) {
    for (const { address, scope } of link.addresses) {
      const canonical = scope === 'host' || scope === 'link' ? null : canonicalAddress(address)
      if (canonical !== null && !isNodeLocal(canonical)) held.add(vtepId(view.vrfOf(link.ifname), canonical))
    }
  }
  return held
}

/** What the device of an entry sends by; `undefined` where the entry isn't of a VXLAN device's own table. */
export type SenderFor = (entry: FdbEntry) => Sender | undefined

/** What each VXLAN device sends by; `undefined` of any other. */
export const sendersOf = (view: ReadingView, memberships: readonly Membership[]): SenderFor => {
  const byDevice = new Map<Link, Membership[]>(view.vxlans.map(link => [link, []]))
  for (const membership of memberships) byDevice.get(membership.link)?.push(membership)
  const senders = new Map(Array.from(byDevice, ([link, own]) => [link.ifname, { link, ...senderOf(view, link, own) }]))
  return entry => {
    const sender = senders.get(entry.ifname)
    return sender && isVxlanEntry(entry, sender.link) ? sender : undefined
  }
}

const buildFacts = (node: string, reading: Reading): NodeFacts => {
  const view = viewOf(reading)
  const book = new FactBook()
  const memberships = buildMemberships(view)
  for (const membership of memberships) bookMembership(book, membership)
  const vniOf = rowVnis(view)
  const senderFor = sendersOf(view, memberships)
  const ids = rowIds(node, reading)
  for (const [index, entry] of reading.fdb.entries()) {
    const [id, sender] = [ids[index] ?? null, senderFor(entry)]
    if (id !== null && sender) bookEntry(book, view, { id, entry, vni: vniOf(entry) }, sender)
  }
  return {
    memberships,
    own: book.own,
    holds: heldVteps(view),
    seen: book.seen,
    groups: book.groups,
    tunnels: book.tunnels(witnessOf(node, reading)),
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
