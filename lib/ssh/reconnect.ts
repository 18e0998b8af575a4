const FIRST_MS = 1_000
const LONGEST_MS = 30_000

/**
 * Milliseconds to wait before try `attempt` (0 is the first try: no wait). Doubles from a second to half a minute, and is spread
 * over its upper half by `random` in [0,1), so that nodes that went away together don't come back together.
 */
export const reconnectDelayMs = (attempt: number, random: number): number => {
  if (attempt <= 0) return 0
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 16))
  return Math.round(ceiling / 2 + (ceiling / 2) * random)
}
