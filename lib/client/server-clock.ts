import type { Iso } from '@/lib/model/overlay'
import { readClock, type ServerClock, syncClock } from './clock'

let clock: ServerClock | null = null
let answeredAt = 0

/** Takes the `now` of an answer that has just come. */
export const noteServerNow = (now: Iso): void => {
  answeredAt = performance.now()
  clock = syncClock(clock, now, answeredAt)
}

/** Server time in ms since 1970; `null` before the first answer. The browser's own date is never asked. */
export const serverNow = (): number | null => (clock === null ? null : readClock(clock, performance.now()))

/** How long ages may be counted on after the last answer, or the last beat of the stream (every 10 s). */
const TRUST_MS = 13_000

/** Server time for ages of what was read: it stands still when answers stop coming, for then nobody knows how old entries are. */
export const ageNow = (): number | null =>
  clock === null ? null : readClock(clock, Math.min(performance.now(), answeredAt + TRUST_MS))
