import type { LastKeyframe } from './protocol'

/** However few rows a node has: so many events replay in a blink. */
const EVENTS_AT_LEAST = 1000
/** Of a node's rows: a keyframe is worth its bytes once so large a share has changed. */
const SHARE_OF_ROWS = 1 / 10
const RENEWED_AFTER_MS = 10 * 60_000

export interface Offer {
  at: number
  head: string
  fdb: string
  rows: number
}

/**
 * Whether a reading is worth a keyframe. Always where events can't tell what changed: devices, addresses, next hops, or a
 * row without an event. Rows whose change events tell wait until there are many, or ten minutes. Nothing new: never, however
 * old the ages.
 */
export const isWorthKeeping = (last: LastKeyframe | undefined, offer: Offer): boolean => {
  if (last === undefined || last.head !== offer.head) return true
  if (last.since >= Math.max(EVENTS_AT_LEAST, offer.rows * SHARE_OF_ROWS)) return true
  if (last.fdb === offer.fdb) return false
  return last.since === 0 || offer.at - last.at >= RENEWED_AFTER_MS || offer.at < last.at
}
