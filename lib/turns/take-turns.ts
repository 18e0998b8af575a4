import { type NextTurn, nextTurn } from './turns'

/** So long one piece of work holds the loop: whoever else is served waits no longer. */
const PIECE_MS = 4

/** Awaited now and then by long work, it lets others have their turn once 4 ms are used up. */
export const createPause = (turn: NextTurn = nextTurn): (() => Promise<void>) => {
  let start = performance.now()
  return async () => {
    if (performance.now() - start < PIECE_MS) return
    await turn()
    start = performance.now()
  }
}

/** Runs work to its end, a little at a time, with a turn for others in between. */
export const takeTurns = async <T>(steps: Iterator<unknown, T>, turn: NextTurn = nextTurn): Promise<T> => {
  let start = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() - start < PIECE_MS) continue
    await turn()
    start = performance.now()
  }
}
