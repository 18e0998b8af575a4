/** So long one piece of work may hold the event loop, ms. */
const PIECE_MS = 4
const LEAST = 256
const MOST = 1_024

/** How much one piece of work does, by how long those before it took: units of which a row that changes is 16. */
export interface Pace {
  readonly size: number
  /** Runs a piece of work of that `size`. */
  run<T>(work: () => T): T
}

/** What takes so long although pieces got smaller may cost by the piece and not by the row: rows on which all others of a node depend. */
const LONG_MS = 250
/** So many in a row, since a busy machine makes any piece long now and then. */
const LONG_PIECES = 4
/** A piece twice as large takes hardly longer where the piece is what costs. */
const HARDLY = 1.5

export const createPace = (now: () => number = () => performance.now()): Pace => {
  let size = MOST
  let longPieces = 0
  let tookBefore = 0
  return {
    get size() {
      return size
    },
    run: work => {
      const start = now()
      const result = work()
      const took = now() - start
      longPieces = took > LONG_MS ? longPieces + 1 : 0
      if (longPieces >= LONG_PIECES && took < HARDLY * tookBefore) size *= 2
      else size = Math.round(Math.min(MOST, Math.max(LEAST, size * Math.min(2, Math.max(0.25, PIECE_MS / took)))))
      tookBefore = took
      return result
    },
  }
}
