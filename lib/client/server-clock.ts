import type { Iso } from '@/lib/model/overlay'
import { readClock, type ServerClock, syncClock } from './clock'

let clock: ServerClock | null = null

/** Takes the `now` of an answer that has just come. */
export const noteServerNow = (now: Iso): void => {
  clock = syncClock(clock, now, performance.now())
}

/** Server time in ms since 1970; `null` before the first answer. The browser's own date is never asked. */
export const serverNow = (): number | null => (clock === null ? null : readClock(clock, performance.now()))
