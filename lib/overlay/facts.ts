import type { Evidence, TunnelKind } from '@/lib/model/overlay'
import type { FdbEntry, Link, Reading } from '@/lib/model/reading'
import { canonicalAddress, type Family, familyOf, isNodeLocal } from './addresses'
import { chosenEvidence, EVIDENCE_LIMIT, type Witness, witnessOf } from './evidence'
import { groupId, tunnelId, vtepId } from './identity'
import { fdbKind, tunnelKind } from './kinds'
import { buildMemberships, type Membership } from './members'
import { rowVnis } from './row-vni'
import { type ReadingView, viewOf } from './view'
import { underlayOf, vtepAddress } from './vtep'

export interface VtepFacts {
  id: string
  address: string
  underlay: string
  vnis: Set<number>
}

export interface GroupFacts {
  id: string
  vni: number
  address: string
  /** VTEP ids that hear the group. */
  joined: Set<string>
  /** VTEP ids that send to it. */
  senders: Set<string>
}

export interface TunnelFacts {
  id: string
  /** Id of the tunnel the other way. */
  back: string
  vni: number
  from: string
  to: string
  kinds: Set<TunnelKind>
  macs: Set<string>
  /** As `chosenEvidence` chose it. */
  evidence: Evidence[]
}

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

const getOrMake = <K, V>(map: Map<K, V>, key: K, make: () => V): V => {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}

/** Gathers facts; everything that writes them. */
class FactBook {
  readonly own = new Map<string, VtepFacts>()
  readonly seen = new Map<string, VtepFacts>()
  readonly groups = new Map<string, GroupFacts>()
  readonly tunnels = new Map<string, TunnelFacts>()

  vtep(map: Map<string, VtepFacts>, underlay: string, address: string, vni: number | null): string {
    const id = vtepId(underlay, address)
    const facts = getOrMake(map, id, () => ({ id, address, underlay, vnis: new Set<number>() }))
    if (vni !== null) facts.vnis.add(vni)
    return id
  }

  group(vni: number, underlay: string, address: string): GroupFacts {
    const id = groupId(vni, underlay, address)
    return getOrMake(this.groups, id, () => ({ id, vni, address, joined: new Set(), senders: new Set() }))
  }

  tunnel(vni: number, from: string, to: string): TunnelFacts {
    const id = tunnelId(vni, from, to)
    return getOrMake(this.tunnels, id, () => ({
      ...{ id, back: tunnelId(vni, to, from), vni, from, to },
      ...{ kinds: new Set(), macs: new Set(), evidence: [] },
    }))
  }
}

/** Adds a line of evidence while there is room for its kind; made only then, since there may be 100,000 rows. */
const witness = (tunnel: TunnelFacts, kind: TunnelKind, make: () => Evidence): void => {
  tunnel.kinds.add(kind)
  const room = tunnel.evidence.length < EVIDENCE_LIMIT || !tunnel.evidence.some(evidence => evidence.kind === kind)
  if (room) tunnel.evidence.push(make())
}

const bookMembership = (book: FactBook, membership: Membership, evidence: Witness): void => {
  const { vni, underlay, address, vtep, group, remote } = membership
  if (address !== null) book.vtep(book.own, underlay, address, vni)
  if (group !== null) {
    const facts = book.group(vni, underlay, group)
    if (vtep !== null) {
      facts.joined.add(vtep)
      facts.senders.add(vtep)
    }
  }
  if (remote === null) return
  const to = book.vtep(book.seen, underlay, remote, vni)
  if (vtep !== null) witness(book.tunnel(vni, vtep, to), 'remote', () => evidence.ofMembership('remote', membership))
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
  return address === null ? null : book.vtep(book.own, underlay, address, remotes.has(vni) ? vni : null)
}

/** Books what an entry of a VXLAN device's own table says. Without a VNI or a source there are ends, but no tunnel. */
const bookEntry = (
  book: FactBook,
  view: ReadingView,
  entry: FdbEntry,
  vni: number | null,
  sender: Sender,
  evidence: Witness,
) => {
  const { group, destinations } = view.targetOf(entry)
  if (group !== null && vni !== null) {
    const from = bookSource(book, sender, group, vni)
    const facts = book.group(vni, sender.underlay, group)
    if (from !== null) facts.senders.add(from)
  }
  for (const destination of destinations) {
    const to = book.vtep(book.seen, sender.underlay, destination, vni)
    const from = vni === null ? null : bookSource(book, sender, destination, vni)
    if (vni === null || from === null) continue
    const tunnel = book.tunnel(vni, from, to)
    const toRemote = sender.remotes.get(vni) === destination
    const kind = tunnelKind(fdbKind(entry, true, view.reading.profile.iproute2), toRemote)
    witness(tunnel, kind, () => evidence.ofEntry(kind, entry))
    if (kind !== 'flood' && kind !== 'remote') tunnel.macs.add(entry.mac)
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
    getOrMake(byDevice, membership.link, () => []).push(membership)
  }
  const vniOf = rowVnis(view)
  for (const link of view.vxlans) {
    const sender = senderOf(view, link, byDevice.get(link) ?? [])
    for (const entry of view.vxlanEntriesOf(link.ifname)) {
      bookEntry(book, view, entry, vniOf(entry), sender, evidence)
    }
  }
  for (const tunnel of book.tunnels.values()) tunnel.evidence = chosenEvidence(tunnel.evidence)
  return {
    memberships,
    own: book.own,
    holds: heldVteps(view),
    seen: book.seen,
    groups: book.groups,
    tunnels: book.tunnels,
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
