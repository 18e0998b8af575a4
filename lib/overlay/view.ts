import type { FdbEntry, Link, Reading, VlanTunnel, VniRange } from '@/lib/model/reading'
import { canonicalAddress, isUnspecified } from './addresses'
import { memoised } from './order'

/** A reading with what everyone looks up in it. Made once per reading: a reading never changes. */
export interface ReadingView {
  reading: Reading
  linkOf: (ifname: string) => Link | undefined
  /** VXLAN devices, in the reading's order. */
  vxlans: readonly Link[]
  canonical: (address: string) => string | null
  /** VRF that a device's packets are routed in; empty for the default one. */
  vrfOf: (ifname: string) => string
  /** VTEP addresses behind a next-hop group. */
  gatewaysOf: (nhid: number) => readonly string[]
  vnisOf: (ifname: string) => readonly VniRange[]
  vlanTunnelsOf: (ifname: string) => readonly VlanTunnel[]
  /** Entries of VXLAN devices' own tables, by device. */
  vxlanEntriesOf: (ifname: string) => readonly FdbEntry[]
}

const groupedBy = <T>(items: readonly T[], keyOf: (item: T) => string): ((key: string) => readonly T[]) => {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return key => groups.get(key) ?? []
}

/** A device may have a master, which may have one: port of a bridge in a VRF. A loop of masters can only come from garbage. */
const vrfIn = (linkOf: (ifname: string) => Link | undefined, ifname: string): string => {
  const passed = new Set<string>()
  for (let link = linkOf(ifname); link && !passed.has(link.ifname); link = linkOf(link.master ?? '')) {
    if (link.kind === 'vrf') return link.ifname
    passed.add(link.ifname)
  }
  return ''
}

/**
 * Whether an entry stands in a VXLAN device's own table, not in a bridge's (`master`, or no `self`) and not among an ordinary
 * device's address filters. A destination stands nowhere else.
 */
export const isVxlanEntry = (entry: FdbEntry, link: Link | undefined): boolean =>
  entry.dst !== null ||
  entry.nhid !== null ||
  (link?.vxlan != null && entry.master === null && entry.flags.includes('self'))

/** The bridge whose table an entry stands in. Releases up to 3.15 don't print it, but such an entry lacks `self` too. */
export const bridgeOf = (entry: FdbEntry, link: Link | undefined): string | null => {
  if (entry.master !== null) return entry.master
  if (entry.dst !== null || entry.nhid !== null || entry.flags.includes('self')) return null
  return link?.kind === 'bridge' ? link.ifname : (link?.master ?? null)
}

const buildView = (reading: Reading): ReadingView => {
  const links = new Map<string, Link>()
  for (const link of reading.links) if (!links.has(link.ifname)) links.set(link.ifname, link)
  const linkOf = (ifname: string) => links.get(ifname)
  const canonical = memoised(canonicalAddress)
  const gateways = new Map<number, string[]>()
  for (const { id, gateways: texts } of reading.nexthops) {
    const addresses = texts.map(canonical).filter(address => address !== null)
    gateways.set(
      id,
      [...new Set(addresses)].filter(address => !isUnspecified(address)),
    )
  }
  return {
    reading,
    linkOf,
    vxlans: [...links.values()].filter(link => link.vxlan !== null),
    canonical,
    vrfOf: memoised(ifname => vrfIn(linkOf, ifname)),
    gatewaysOf: nhid => gateways.get(nhid) ?? [],
    vnisOf: groupedBy(reading.vnis, ({ ifname }) => ifname),
    vlanTunnelsOf: groupedBy(reading.vlanTunnels, ({ ifname }) => ifname),
    vxlanEntriesOf: groupedBy(
      reading.fdb.filter(entry => isVxlanEntry(entry, linkOf(entry.ifname))),
      ({ ifname }) => ifname,
    ),
  }
}

const views = new WeakMap<Reading, ReadingView>()

/** The view of a reading. A reading must not be changed once it was seen. */
export const viewOf = (reading: Reading): ReadingView => {
  const known = views.get(reading)
  if (known) return known
  const view = buildView(reading)
  views.set(reading, view)
  return view
}
