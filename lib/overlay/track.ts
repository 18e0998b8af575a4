import type { FdbEntry, Reading } from '@/lib/model/reading'
import { ALL_ZERO_MAC } from './mac'
import { rowIds } from './row-ids'
import { bridgeOf, isVxlanEntry, type ReadingView, viewOf } from './view'

/** Where a MAC was last, and how often it has changed that. */
interface Place {
  at: string
  moves: number
}

/** What outlives a reading of a node's FDB: since when its rows are seen, and where its MACs were. */
export interface FdbSeen {
  /** By row id, ms since 1970. Rows that are gone are forgotten: one that comes back is new. */
  readonly firstSeen: ReadonlyMap<string, number>
  /** By MAC within its table. Kept for a while when the MAC is gone, so that coming back elsewhere counts as a move. */
  readonly places: ReadonlyMap<string, Place>
}

export const EMPTY_SEEN: FdbSeen = { firstSeen: new Map(), places: new Map() }

/** Of MACs that are gone; the oldest are forgotten first. Bounds what a flood of made-up MACs can cost. */
export const MAX_GONE_PLACES = 20_000

/**
 * What MAC an entry is about, and where that one is: at a VTEP or next-hop group for a VXLAN device's entry, behind a
 * port for a bridge's. `null` for what has no place: flood entries and address filters.
 */
const placeOf = (view: ReadingView, entry: FdbEntry): { key: string; at: string } | null => {
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

const nextPlaces = (before: FdbSeen['places'], current: ReadonlyMap<string, string>): Map<string, Place> => {
  const gone = [...before].filter(([key]) => !current.has(key))
  const next = new Map(gone.slice(Math.max(0, gone.length - MAX_GONE_PLACES)))
  for (const [key, at] of current) {
    const last = before.get(key)
    if (last === undefined) next.set(key, { at, moves: 0 })
    else next.set(key, last.at === at ? last : { at, moves: last.moves + 1 })
  }
  return next
}

/** `firstSeenAt` and `moves` of FDB rows, carried from reading to reading of one node. Pure: gives what is to be kept next. */
export const trackFdb = (seen: FdbSeen, node: string, reading: Reading): FdbSeen => {
  const firstSeen = new Map<string, number>()
  for (const id of rowIds(node, reading)) if (id !== null) firstSeen.set(id, seen.firstSeen.get(id) ?? reading.readAt)
  return { firstSeen, places: nextPlaces(seen.places, currentPlaces(viewOf(reading))) }
}

/** How often the MAC of an entry went to another place, as far as `seen` tells. */
export const movesOf = (seen: FdbSeen, view: ReadingView, entry: FdbEntry): number => {
  const place = placeOf(view, entry)
  return place === null ? 0 : (seen.places.get(place.key)?.moves ?? 0)
}
