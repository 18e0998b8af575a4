/** So long one piece of work may hold the event loop, ms. */
const PIECE_MS = 8
const LEAST = 1_024
const MOST = 8_192

/** How much one piece of work does, by how long those before it took: units of which a row that changes is 16. */
export interface Pace {
  readonly size: number
  /** Runs a piece of work of that `size`. */
  run<T>(work: () => T): T
}

/**
 * `longMs`: a piece that takes longer than this costs more by the piece than by the row (rows on which all others of a node
 * depend): then larger pieces are quicker altogether.
 */
export const createPace = (now: () => number = () => performance.now(), longMs = 250): Pace => {
  let size = 2_048
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
