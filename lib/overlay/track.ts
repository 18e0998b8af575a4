import type { FdbEntry, Reading } from '@/lib/model/reading'
import type { AgeingBasis } from './ageing'
import { ALL_ZERO_MAC } from './mac'
import { rowIds } from './row-ids'
import { bridgeOf, isVxlanEntry, type ReadingView, viewOf } from './view'

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

/** A MAC with several entries at once is at all of them; their order says nothing. */
const currentPlaces = (view: ReadingView): Map<string, string> => {
  const current = new Map<string, string>()
  const several = new Map<string, Set<string>>()
  for (const entry of view.reading.fdb) {
    const place = placeOf(view, entry)
    if (!place) continue
    const before = current.get(place.key)
    if (before === undefined) current.set(place.key, place.at)
    else if (before !== place.at) several.set(place.key, (several.get(place.key) ?? new Set([before])).add(place.at))
  }
  for (const [key, places] of several) current.set(key, [...places].sort().join(' '))
  return current
}

const nextGone = (before: FdbSeen, current: ReadonlyMap<string, string>): Map<string, string> => {
  const gone = [...before.gone, ...before.places].filter(([key]) => !current.has(key))
  return new Map(gone.slice(Math.max(0, gone.length - MAX_GONE_PLACES)))
}

const nextMoves = (
  before: FdbSeen,
  current: ReadonlyMap<string, string>,
  gone: FdbSeen['gone'],
): Map<string, number> => {
  const moves = new Map([...before.moves].filter(([key]) => current.has(key) || gone.has(key)))
  for (const [key, at] of current) {
    const last = before.places.get(key) ?? before.gone.get(key)
    if (last !== undefined && last !== at) moves.set(key, (moves.get(key) ?? 0) + 1)
  }
  return moves
}

/** `firstSeenAt` and `moves` of FDB rows, carried from reading to reading of one node. Pure: gives what is to be kept next. */
export const trackFdb = (seen: FdbSeen, node: string, reading: Reading): FdbSeen => {
  const firstSeen = new Map<string, number>()
  for (const id of rowIds(node, reading)) if (id !== null) firstSeen.set(id, seen.firstSeen.get(id) ?? reading.readAt)
  const places = currentPlaces(viewOf(reading))
  const gone = nextGone(seen, places)
  return { ...seen, firstSeen, places, gone, moves: nextMoves(seen, places, gone) }
}

/** How often the MAC of an entry went to another place, as far as `seen` tells. Mostly none ever did. */
export const movesOf = (seen: FdbSeen, view: ReadingView, entry: FdbEntry): number => {
  if (seen.moves.size === 0) return 0
  const place = placeOf(view, entry)
  return place === null ? 0 : (seen.moves.get(place.key) ?? 0)
}
