import type { FdbEntry } from '@/lib/model/reading'
import type { AgeingBasis } from '../ageing'
import { ALL_ZERO_MAC } from '../mac'
import { bridgeOf, isVxlanEntry, type ReadingView } from './view'

/** What outlives a reading of a node's FDB: since when its rows are seen, where its MACs were, and how often they moved. */
export interface FdbSeen {
  /** By row id, ms since 1970. Rows that are gone are forgotten: one that comes back is new. */
  readonly firstSeen: ReadonlyMap<string, number>
  /** Where each MAC is, by MAC within its table. */
  readonly places: ReadonlyMap<string, string>
  /** Where MACs were that are gone: coming back elsewhere is a move. The latest are last. */
  readonly gone: ReadonlyMap<string, string>
  /** Of MACs that ever moved. */
  readonly moves: ReadonlyMap<string, number>
  /** The clock its kernel was seen to age VXLAN entries by. */
  readonly observed?: AgeingBasis | null
}

export const EMPTY_SEEN: FdbSeen = { firstSeen: new Map(), places: new Map(), gone: new Map(), moves: new Map() }

/** Of MACs that are gone; the oldest are forgotten first. Bounds what a flood of made-up MACs can cost. */
export const MAX_GONE_PLACES = 20_000

/**
 * What MAC an entry is about, and where that one is: at a VTEP or next-hop group for a VXLAN device's entry, behind a
 * port for a bridge's. `null` for what has no place: flood entries and address filters.
 */
export const placeOf = (view: ReadingView, entry: FdbEntry): { key: string; at: string } | null => {
  const link = view.linkOf(entry.ifname)
  const { mac, vlan, srcVni, dst, nhid } = entry
  if (isVxlanEntry(entry, link)) {
    if (mac === ALL_ZERO_MAC || (dst === null && nhid === null)) return null
    const at = dst === null ? `nhid ${nhid}` : (view.canonical(dst) ?? dst)
    return { key: `${entry.ifname}/self/${mac}/${vlan ?? ''}/${srcVni ?? ''}`, at }
  }
  const bridge = bridgeOf(entry, link)
  return bridge === null ? null : { key: `${bridge}/bridge/${mac}/${vlan ?? ''}`, at: entry.ifname }
}

/** How often the MAC of an entry went to another place, as far as `seen` tells. Mostly none ever did. */
export const movesOf = (seen: FdbSeen, view: ReadingView, entry: FdbEntry): number => {
  if (seen.moves.size === 0) return 0
  const place = placeOf(view, entry)
  return place === null ? 0 : (seen.moves.get(place.key) ?? 0)
}
