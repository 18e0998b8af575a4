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

export const createPace = (now: () => number = () => performance.now()): Pace => {
  let size = 2_048
  return {
    get size() {
      return size
    },
    run: work => {
      const start = now()
      const result = work()
      const took = now() - start
      size = Math.round(Math.min(MOST, Math.max(LEAST, size * Math.min(2, Math.max(0.25, PIECE_MS / took)))))
      return result
    },
  }
}
