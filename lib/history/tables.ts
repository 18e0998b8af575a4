import type { FdbEntry, Link, Reading } from '@/lib/model/reading'

type LinkOf = (ifname: string) => Link | undefined

/** The devices of a reading by name; of two with one name the first. */
export const linksOf = ({ links }: Reading): LinkOf => {
  const byName = new Map(links.toReversed().map(link => [link.ifname, link]))
  return ifname => byName.get(ifname)
}

/**
 * The table that a MAC has one place in: a VXLAN device's own (drivers/net/vxlan, `__vxlan_find_mac`: by MAC and source VNI),
 * or a bridge's (net/bridge/br_fdb.c: by MAC and VLAN). `null` for address filters.
 */
export const tableOf = (entry: FdbEntry, linkOf: LinkOf): string | null => {
  const { ifname, mac, vlan, srcVni, dst, nhid, flags, master } = entry
  const link = linkOf(ifname)
  const isSelf = flags.includes('self')
  if (dst !== null || nhid !== null || (link?.vxlan != null && master === null && isSelf))
    return `self ${mac} ${vlan} ${srcVni} ${ifname}`
  const bridge = master ?? (isSelf ? null : link?.kind === 'bridge' ? ifname : (link?.master ?? null))
  return bridge === null ? null : `bridge ${mac} ${vlan} ${bridge}`
}
