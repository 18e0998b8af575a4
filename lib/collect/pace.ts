/** So long one piece of work may hold the event loop, ms. */
const PIECE_MS = 8
const LEAST = 32
const MOST = 4_096

/** How many items one piece of work takes, by what those before it took. */
export interface Pace {
  readonly size: number
  /** Runs a piece of `size` items. */
  run<T>(work: () => T): T
}

/**
 * `longMs`: a piece that takes longer than this costs by the piece more than by the item (rows on which all others of a node
 * depend): then larger pieces are quicker altogether.
 */
export const createPace = (now: () => number = () => performance.now(), longMs = 250): Pace => {
  let size = 256
  return {
    get size() {
      return size
    },
    run: work => {
      const start = now()
      const result = work()
      const took = now() - start
      const factor = took > longMs ? 2 : Math.min(2, Math.max(0.25, PIECE_MS / took))
      size = Math.round(Math.min(took > longMs ? size * 2 : MOST, Math.max(LEAST, size * factor)))
      return result
    },
  }
}
