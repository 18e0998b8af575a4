import type { Raw } from './grammar'
import type { LinkEra } from './link-era'

/** Kinds whose devices always stand on another one, so that something follows the `@`. */
const STACKED = new Set([
  ...['vlan', 'veth', 'macvlan', 'macvtap', 'ipvlan', 'ipvtap', 'macsec', 'dsa', 'lowpan', 'xfrm', 'netkit'],
  ...['gre', 'gretap', 'erspan', 'ip6gre', 'ip6gretap', 'ip6erspan', 'ipip', 'sit', 'ip6tnl', 'vti', 'vti6'],
])
const IFNAMSIZ = 15

/** What was printed in front of `: <`, parted. `peer` is absent where there is none. */
export interface NameAndPeer {
  ifname: string
  peer?: string
}

const splits = (printed: string): NameAndPeer[] => {
  const found: NameAndPeer[] = []
  for (let at = printed.lastIndexOf('@'); at > 0; at = printed.lastIndexOf('@', at - 1))
    if (at < printed.length - 1 && at <= IFNAMSIZ)
      found.push({ ifname: printed.slice(0, at), peer: printed.slice(at + 1) })
  return found
}

/**
 * Parts `eth1.10@eth1`. A name may itself hold an `@` (`x@y@@weird`), so it is settled by, in this order: a peer that
 * only iproute2 writes (`NONE`, `if7`), a peer that is a device of the same text, and what the kind allows.
 */
export const splitPeer = (printed: string, kind: string | undefined, names: ReadonlySet<string>): NameAndPeer => {
  const options = splits(printed)
  const [last] = options
  if (last?.peer === undefined) return { ifname: printed }
  if (/^(?:NONE|if\d+)$/.test(last.peer)) return last
  const known = options.find(option => names.has(option.peer ?? ''))
  if (known !== undefined) return known
  const fits = printed.length <= IFNAMSIZ
  if (fits && kind !== undefined && !STACKED.has(kind)) return { ifname: printed }
  return fits && kind === undefined && options.length > 1 ? { ifname: printed } : last
}

/** Devices a peer's name may be looked up among: those printed without `@`, and every split of the others. */
export const namesIn = (printed: Iterable<string>): ReadonlySet<string> => {
  const names = new Set<string>()
  for (const one of printed) {
    const [last] = splits(one)
    names.add(last === undefined ? one : last.ifname)
  }
  return names
}

/** True where a peer's name of 3.19 or older can be believed: `eth1.10@eth1`, or a VLAN, whose device is beside it. */
const isCredible = (split: NameAndPeer, kind: string | undefined): boolean => {
  const { ifname, peer } = split
  if (peer === undefined || peer === ifname || peer === 'lo') return false
  if (kind === undefined) return ifname.startsWith(`${peer}.`)
  return STACKED.has(kind) && kind !== 'veth'
}

/**
 * Puts what stands behind `@` into the row: `link_index` for a peer in another namespace, `link` for one beside it,
 * null for `NONE`. Up to 3.19 a foreign ifindex was looked up locally; such a peer, and the `M-DOWN` that came from
 * it, is left out unless it can be believed.
 */
export const putPeer = (
  row: Raw,
  split: NameAndPeer,
  elsewhere: boolean,
  kind: string | undefined,
  era: LinkEra,
): void => {
  const { peer } = split
  if (peer === undefined) return
  const index = /^if(\d+)$/.exec(peer)?.[1]
  if (peer === 'NONE') row.link = null
  else if (index !== undefined && elsewhere) row.link_index = Number(index)
  else if (!era.maybeBefore40 || isCredible(split, kind)) row.link = peer
  else if (Array.isArray(row.flags)) row.flags = row.flags.filter(flag => flag !== 'M-DOWN')
}
