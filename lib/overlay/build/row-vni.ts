import type { FdbEntry, Link } from '@/lib/model/reading'
import { memoised } from '../lists/order'
import { bridgeOf, isVxlanEntry, type ReadingView } from './view'

/** VNI on the wire of an entry in a VXLAN device's own table: as printed, else the source VNI, else the device's. */
export const wireVni = (entry: FdbEntry, link: Link | undefined): number | null =>
  entry.vni ?? entry.srcVni ?? link?.vxlan?.vni ?? null

/** VNI that a port of the `external` kind gives a VLAN, by `bridge vlan tunnelshow`. */
const tunnelVni = (view: ReadingView, ifname: string, vlan: number): number | null => {
  const range = view.vlanTunnelsOf(ifname).find(({ vlanFirst, vlanLast }) => vlan >= vlanFirst && vlan <= vlanLast)
  return range ? range.vniFirst + (vlan - range.vlanFirst) : null
}

/** Whose local entry a bridge has for a MAC in a VLAN. */
type LocalOwner = (bridge: string, mac: string, vlan: number) => string | undefined

/**
 * The kernel keeps a permanent entry with a port's own MAC in each VLAN the port is in (net/bridge/br_vlan.c, `__vlan_add`),
 * which tells the ports' VLANs. Where two ports have one MAC, only one of them has the entry.
 */
const localOwners = (view: ReadingView): LocalOwner => {
  let owners: Map<string, string> | null = null
  const collect = () => {
    const found = new Map<string, string>()
    for (const entry of view.reading.fdb) {
      if (entry.state !== 'permanent' || entry.vlan === null) continue
      const bridge = bridgeOf(entry, view.linkOf(entry.ifname))
      if (bridge === null) continue
      const key = `${bridge}/${entry.mac}/${entry.vlan}`
      const other = found.get(key)
      if (other === undefined || entry.ifname < other) found.set(key, entry.ifname)
    }
    return found
  }
  return (bridge, mac, vlan) => {
    owners ??= collect()
    return owners.get(`${bridge}/${mac}/${vlan}`)
  }
}

/** VNIs that a port carries a VLAN in: none, one; `null` where that isn't known. */
const vnisOfPort = (
  view: ReadingView,
  port: Link,
  bridge: string,
  vlan: number,
  owner: LocalOwner,
): number[] | null => {
  if (port.vxlan?.external) {
    const vni = tunnelVni(view, port.ifname, vlan)
    return vni === null ? [] : [vni]
  }
  const local = port.mac === null ? null : owner(bridge, port.mac, vlan)
  if (local === undefined) return []
  return local === port.ifname && port.vxlan?.vni != null ? [port.vxlan.vni] : null
}

/** The one VNI of a bridge, and VLAN where it filters by VLAN; `null` where there is none, several, or it isn't known. */
const onlyVni = (view: ReadingView, bridge: string, vlan: number | null, owner: LocalOwner): number | null => {
  const ports = view.vxlans.filter(({ master }) => master === bridge)
  const filtering = view.linkOf(bridge)?.bridge?.vlanFiltering ?? null
  if (filtering === true && vlan === null) return null
  const vnis = new Set<number>()
  for (const port of ports) {
    const plain = filtering === false || vlan === null
    const own = port.vxlan?.vni ?? null
    const found = !plain ? vnisOfPort(view, port, bridge, vlan, owner) : own === null ? null : [own]
    if (found === null) return null
    for (const vni of found) vnis.add(vni)
  }
  const [vni, ...others] = vnis
  return vni !== undefined && others.length === 0 ? vni : null
}

/**
 * The VNI of an entry. In a VXLAN device's own table: the one on the wire. In a bridge's table: the port's where that is a VXLAN device, else the only one which the bridge (and VLAN)
 * carries. Derived from configuration, and `null` wherever that leaves a choice.
 */
export const rowVnis = (view: ReadingView): ((entry: FdbEntry) => number | null) => {
  const owner = localOwners(view)
  const ofBridge = memoised(key => {
    const at = key.indexOf('/')
    const vlan = key.slice(0, at)
    return onlyVni(view, key.slice(at + 1), vlan === '' ? null : Number(vlan), owner)
  })
  return entry => {
    const link = view.linkOf(entry.ifname)
    if (isVxlanEntry(entry, link)) return wireVni(entry, link)
    const bridge = bridgeOf(entry, link)
    if (bridge === null) return null
    if (link?.vxlan?.external) return entry.vlan === null ? null : tunnelVni(view, link.ifname, entry.vlan)
    if (link?.vxlan) return link.vxlan.vni
    return ofBridge(`${entry.vlan ?? ''}/${bridge}`)
  }
}
