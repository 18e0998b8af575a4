import type { Iso } from '@/lib/model/overlay'

/** The server's clock as this page knows it: `server` ms since 1970 was true when `performance.now()` was `perf`. */
export interface ServerClock {
  server: number
  perf: number
}

/** How far two readings of the clock may lie apart before the server's clock, not the network, must have changed. */
const JUMP_MS = 2_000

/** Server time in ms since 1970, at the given `performance.now()`. */
export const readClock = (clock: ServerClock, perf: number): number => clock.server + (perf - clock.perf)

/**
 * The clock after an answer with the server's `now` came in at `perf`. An answer that was long on its way makes the
 * clock look late, so the later of two estimates is the truer one, unless they are too far apart to be the same clock.
 */
export const syncClock = (known: ServerClock | null, now: Iso, perf: number): ServerClock => {
  const fresh = { server: Date.parse(now), perf }
  if (known === null) return fresh
  const ahead = readClock(known, perf) - fresh.server
  return ahead > 0 && ahead < JUMP_MS ? known : fresh
}
