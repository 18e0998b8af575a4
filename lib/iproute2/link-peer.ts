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

/** What all headers of a text tell of names: which there are, and who stands on whom, by every way to part them. */
export interface PrintedNames {
  names: ReadonlySet<string>
  pairs: ReadonlySet<string>
}

const pairKey = (ifname: string, peer: string): string => `${ifname} ${peer}`

export const printedNames = (printed: Iterable<string>): PrintedNames => {
  const names = new Set<string>()
  const pairs = new Set<string>()
  for (const one of printed) {
    const options = splits(one)
    names.add(options[0]?.ifname ?? one)
    for (const { ifname, peer = '' } of options) pairs.add(pairKey(ifname, peer))
  }
  return { names, pairs }
}

/**
 * Parts `eth1.10@eth1`. A name may itself hold an `@` (`x@y@@weird`), so it is settled by, in this order: what only
 * iproute2 writes (`if7` of another namespace, `NONE`), two devices that name each other, a peer that is a device of
 * the same text, and what the kind allows.
 */
export const splitPeer = (printed: string, device: PeerFacts, all: PrintedNames): NameAndPeer => {
  const options = splits(printed)
  const [last] = options
  if (last?.peer === undefined) return { ifname: printed }
  const isIndex = /^if\d+$/.test(last.peer)
  if (last.peer === 'NONE' || (isIndex && device.elsewhere)) return last
  const mutual = options.find(({ ifname, peer = '' }) => ifname !== peer && all.pairs.has(pairKey(peer, ifname)))
  const known = mutual ?? options.find(({ peer = '' }) => all.names.has(peer))
  if (known !== undefined) return known
  return isIndex || !mayBeName(printed, device.kind, options.length) ? last : { ifname: printed }
}

/** What a device's other lines tell of its peer. */
export interface PeerFacts {
  kind: string | undefined
  /** It is in another namespace: `link-netnsid` or `link-netns` was printed. */
  elsewhere: boolean
}

/** The whole may be one name: short enough, of a kind that stands on nothing, or odd enough where no kind is told. */
const mayBeName = (printed: string, kind: string | undefined, ways: number): boolean =>
  printed.length <= IFNAMSIZ && (kind === undefined ? ways > 1 : !STACKED.has(kind))

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
export const putPeer = (row: Raw, split: NameAndPeer, device: PeerFacts, era: LinkEra): void => {
  const { peer } = split
  if (peer === undefined) return
  const index = /^if(\d+)$/.exec(peer)?.[1]
  if (peer === 'NONE') row.link = null
  else if (index !== undefined && device.elsewhere) row.link_index = Number(index)
  else if (!era.maybeBefore40 || isCredible(split, device.kind)) row.link = peer
  else if (Array.isArray(row.flags)) row.flags = row.flags.filter(flag => flag !== 'M-DOWN')
}
