import type { FdbEntry, Link, Reading, VlanTunnel, VniRange } from '@/lib/model/reading'
import { canonicalAddress, isMulticast, isUnspecified } from '../addresses'
import { memoised } from '../lists/order'

/** Where an entry sends to: VTEP addresses or a multicast group; canonical. */
export interface Target {
  destinations: readonly string[]
  group: string | null
}

const NOWHERE: Target = { destinations: [], group: null }

const targetOfAddress = (address: string | null): Target => {
  if (address === null || isUnspecified(address)) return NOWHERE
  return isMulticast(address) ? { destinations: [], group: address } : { destinations: [address], group: null }
}

/** A next-hop group leads to all of its members, and never to a multicast group. */
const targetOfGateways = (addresses: readonly (string | null)[]): Target => ({
  destinations: [...new Set(addresses.flatMap(address => targetOfAddress(address).destinations))],
  group: null,
})

/** A reading with what everyone looks up in it. Made once per reading: a reading never changes. */
export interface ReadingView {
  reading: Reading
  linkOf: (ifname: string) => Link | undefined
  /** VXLAN devices, in the reading's order. */
  vxlans: readonly Link[]
  canonical: (address: string) => string | null
  /** VRF that a device's packets are routed in; empty for the default one. */
  vrfOf: (ifname: string) => string
  /** By its `dst`, else by its next-hop group. */
  targetOf: (entry: FdbEntry) => Target
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

/** Of what is mostly not asked for. */
const later = <T>(make: () => (key: string) => T): ((key: string) => T) => {
  let made: ((key: string) => T) | null = null
  return key => {
    made ??= make()
    return made(key)
  }
}

const buildView = (reading: Reading): ReadingView => {
  const links = new Map<string, Link>()
  for (const link of reading.links) if (!links.has(link.ifname)) links.set(link.ifname, link)
  const linkOf = (ifname: string) => links.get(ifname)
  const canonical = memoised(canonicalAddress)
  const byAddress = memoised(text => targetOfAddress(canonical(text)))
  const byNexthop = new Map(reading.nexthops.map(({ id, gateways }) => [id, targetOfGateways(gateways.map(canonical))]))
  return {
    reading,
    linkOf,
    vxlans: [...links.values()].filter(link => link.vxlan !== null),
    canonical,
    vrfOf: memoised(ifname => vrfIn(linkOf, ifname)),
    targetOf: ({ dst, nhid }) => {
      if (dst !== null) return byAddress(dst)
      return (nhid === null ? undefined : byNexthop.get(nhid)) ?? NOWHERE
    },
    vnisOf: groupedBy(reading.vnis, ({ ifname }) => ifname),
    vlanTunnelsOf: groupedBy(reading.vlanTunnels, ({ ifname }) => ifname),
    vxlanEntriesOf: later(() =>
      groupedBy(
        reading.fdb.filter(entry => isVxlanEntry(entry, linkOf(entry.ifname))),
        ({ ifname }) => ifname,
      ),
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
