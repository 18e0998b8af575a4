import type { Raw } from './grammar'
import type { LinkEra } from './link-era'

/** Kinds whose devices always stand on another one, so that something follows the `@`. */
const STACKED = new Set([
  ...['vlan', 'veth', 'macvlan', 'macvtap', 'ipvlan', 'ipvtap', 'macsec', 'dsa', 'lowpan', 'xfrm', 'netkit'],
  ...['gre', 'gretap', 'erspan', 'ip6gre', 'ip6gretap', 'ip6erspan', 'ipip', 'sit', 'ip6tnl', 'vti', 'vti6'],
])
/** Kinds whose devices stand on none, so that an `@` is part of the name; in another namespace they print one too. */
const STANDALONE = new Set(['bridge', 'ifb', 'dummy', 'bond', 'team', 'vrf', 'tun', 'nlmon', 'wireguard', 'geneve'])
const IFNAMSIZ = 15

/** What was printed in front of `: <`, parted. `peer` is absent where there is none. */
export interface NameAndPeer {
  ifname: string
  peer?: string
}

/** What a device's lines tell of its name and peer. */
export interface PeerFacts {
  ifindex: number
  /** The name as printed, with what stands behind `@`. */
  printed: string
  kind: string | undefined
  /** The peer is in another namespace: `link-netnsid` or `link-netns` was printed. */
  elsewhere: boolean
}

const splits = (printed: string): NameAndPeer[] => {
  const found: NameAndPeer[] = []
  for (let at = printed.lastIndexOf('@'); at > 0; at = printed.lastIndexOf('@', at - 1))
    if (at < printed.length - 1 && at <= IFNAMSIZ)
      found.push({ ifname: printed.slice(0, at), peer: printed.slice(at + 1) })
  return found
}

const isWhole = ({ printed, kind, elsewhere }: PeerFacts, era: LinkEra): boolean =>
  !printed.includes('@') ||
  (kind !== undefined && !elsewhere && (STANDALONE.has(kind) || (kind === 'vxlan' && !era.maybeBefore40)))

/** What all devices of a text tell of names. */
export interface PrintedNames {
  /** Names that hold no peer for sure. A name is given once. */
  certain: ReadonlySet<string>
  /** What else may be a name. */
  likely: ReadonlySet<string>
  /** Who stands on whom, by every way to part them. */
  pairs: ReadonlySet<string>
  /** All devices of the node are told: the first of them is there, `lo`. */
  complete: boolean
}

const pairKey = (ifname: string, peer: string): string => `${ifname} ${peer}`

export const printedNames = (devices: readonly PeerFacts[], era: LinkEra): PrintedNames => {
  const [certain, likely, pairs] = [new Set<string>(), new Set<string>(), new Set<string>()]
  for (const device of devices) {
    if (isWhole(device, era)) certain.add(device.printed)
    else {
      const options = splits(device.printed)
      likely.add(device.printed).add(options[0]?.ifname ?? device.printed)
      for (const { ifname, peer = '' } of options) pairs.add(pairKey(ifname, peer))
    }
  }
  return { certain, likely, pairs, complete: devices.some(device => device.ifindex === 1) }
}

/**
 * Parts `eth1.10@eth1`. A name may itself hold an `@` (`x@y@@weird`), so it is settled by, in this order: a kind that
 * stands on nothing, what only iproute2 writes (`if7` of another namespace, `NONE`), two devices that name each other,
 * a peer that is a device of the same text, and what the kind allows.
 */
export const splitPeer = (device: PeerFacts, all: PrintedNames, era: LinkEra): NameAndPeer => {
  const { printed } = device
  if (isWhole(device, era)) return { ifname: printed }
  const options = splits(printed).filter(({ ifname }) => !all.certain.has(ifname))
  const [last] = options
  if (last?.peer === undefined) return { ifname: printed }
  const isIndex = /^if\d+$/.test(last.peer)
  if (last.peer === 'NONE' || (isIndex && device.elsewhere)) return last
  const known =
    options.find(({ ifname, peer = '' }) => ifname !== peer && all.pairs.has(pairKey(peer, ifname))) ??
    options.find(({ peer = '' }) => all.certain.has(peer)) ??
    options.find(({ peer = '' }) => all.likely.has(peer))
  if (known !== undefined) return known
  return isIndex || !mayBeName(device, options.length, all) ? last : { ifname: printed }
}

/** The whole may be one name: short enough, of a kind that stands on nothing, or odd enough where no kind is told. */
const mayBeName = ({ printed, kind }: PeerFacts, ways: number, all: PrintedNames): boolean =>
  printed.length <= IFNAMSIZ && (kind === undefined ? ways > 1 || all.complete : !STACKED.has(kind))

/**
 * True where a peer's name of 3.19 or older can be believed: `eth1.10@eth1`, a kind whose device is beside it, or two ends
 * of a veth that name each other.
 */
const isCredible = ({ ifname, peer }: NameAndPeer, kind: string | undefined, all: PrintedNames): boolean => {
  if (peer === undefined || peer === ifname || peer === 'lo') return false
  if (kind !== undefined && kind !== 'veth') return STACKED.has(kind)
  return all.pairs.has(pairKey(peer, ifname)) || (kind === undefined && ifname.startsWith(`${peer}.`))
}

/**
 * Puts what stands behind `@` into the row: `link_index` for a peer in another namespace, `link` for one beside it,
 * null for `NONE`. Up to 3.19 a foreign ifindex was looked up locally; such a peer, and the `M-DOWN` that came from
 * it, is left out unless it can be believed.
 */
export const putPeer = (row: Raw, split: NameAndPeer, device: PeerFacts, all: PrintedNames, era: LinkEra): void => {
  const { peer } = split
  if (peer === undefined) return
  const index = /^if(\d+)$/.exec(peer)?.[1]
  if (peer === 'NONE') row.link = null
  else if (index !== undefined && device.elsewhere) row.link_index = Number(index)
  else if (!era.maybeBefore40 || isCredible(split, device.kind, all)) row.link = peer
  else if (Array.isArray(row.flags)) row.flags = row.flags.filter(flag => flag !== 'M-DOWN')
}
