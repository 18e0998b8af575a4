import type { FdbEntry, Link, Reading } from '@/lib/model/reading'
import { canonicalAddress, type Family, familyOf, isNodeLocal } from '../addresses'
import { vtepId } from '../identity'
import { fdbKind, tunnelKind } from '../kinds'
import { memoised } from '../lists/order'
import {
  type Book,
  FactBook,
  type GroupFacts,
  type Path,
  type TunnelFacts,
  type VtepFacts,
  type VtepRef,
  vtepRef,
} from './book'
import { witnessOf } from './evidence'
import { buildMemberships, type Membership } from './members'
import { rowIds } from './row-ids'
import { wireVni } from './row-vni'
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
  const own = address === null ? null : vtepRef(underlay, address, vni)
  if (own) book.vtep('own', own)
  if (group !== null) book.group(vni, underlay, group, vtep, true)
  if (remote === null) return
  const path = { vni, from: own, to: vtepRef(underlay, remote, vni), toRemote: true }
  book.path(path, { kind: 'remote', mac: '', id: `${link.ifname}/${vni}`, source: membership })
}

/** What entries of a device need of it. */
export interface Sender {
  link: Link
  underlay: string
  /** The VTEP that the device is to a destination; it may send in a VNI it isn't in itself. */
  sourceOf: (destination: string, vni: number) => VtepRef | null
  pathTo: (destination: string, vni: number | null) => Path
}

const senderOf = (view: ReadingView, link: Link, memberships: readonly Membership[]): Sender => {
  const underlay = underlayOf(view, link)
  const sources: Record<Family, string | null> = {
    ipv4: vtepAddress(view, link, 'ipv4'),
    ipv6: vtepAddress(view, link, 'ipv6'),
  }
  const remotes = new Map(memberships.map(({ vni, remote }) => [vni, remote]))
  const sourceOf = (destination: string, vni: number): VtepRef | null => {
    const address = sources[familyOf(destination)]
    return address === null ? null : vtepRef(underlay, address, remotes.has(vni) ? vni : null)
  }
  const pathsIn = (vni: number | null) =>
    memoised(
      (destination): Path => ({
        vni,
        from: vni === null ? null : sourceOf(destination, vni),
        to: vtepRef(underlay, destination, vni),
        toRemote: vni !== null && remotes.get(vni) === destination,
      }),
    )
  const byVni = new Map<number | null, (destination: string) => Path>()
  const pathTo = (destination: string, vni: number | null): Path => {
    const paths = byVni.get(vni) ?? pathsIn(vni)
    byVni.set(vni, paths)
    return paths(destination)
  }
  return { link, underlay, sourceOf, pathTo }
}

/** Books what an entry of a VXLAN device's own table says. */
export const bookEntry = (
  book: Book,
  view: ReadingView,
  { id, entry }: { id: string; entry: FdbEntry },
  { link, underlay, sourceOf, pathTo }: Sender,
): void => {
  const vni = wireVni(entry, link)
  const { group, destinations } = view.targetOf(entry)
  if (group !== null && vni !== null) {
    const from = sourceOf(group, vni)
    if (from) book.vtep('own', from)
    book.group(vni, underlay, group, from?.id ?? null, false)
  }
  for (const destination of destinations) {
    const path = pathTo(destination, vni)
    const kind = tunnelKind(fdbKind(entry, true, view.reading.profile.iproute2), path.toRemote)
    book.path(path, { kind, mac: entry.mac, id, source: entry })
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
  const senders = new Map(Array.from(byDevice, ([link, own]) => [link.ifname, senderOf(view, link, own)]))
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
  const senderFor = sendersOf(view, memberships)
  const ids = rowIds(node, reading)
  for (const [index, entry] of reading.fdb.entries()) {
    const [id, sender] = [ids[index] ?? null, senderFor(entry)]
    if (id !== null && sender) bookEntry(book, view, { id, entry }, sender)
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
