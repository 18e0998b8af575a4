import { setImmediate as ownTurn } from 'node:timers/promises'

/** Resolves when it is one's turn to hold the event loop for a few ms. */
export type NextTurn = () => Promise<void>

/**
 * One piece of work in each turn of the event loop, whoever asks, first come first served: what comes in meanwhile is heard
 * between two pieces, and many nodes that are read at once hold the loop no longer than one.
 */
export const createTurns = (): NextTurn => {
  const waiting: (() => void)[] = []
  const run = (): void => {
    waiting.shift()?.()
    if (waiting.length > 0) setImmediate(run)
  }
  return () =>
    new Promise(resolve => {
      waiting.push(resolve)
      if (waiting.length === 1) setImmediate(run)
    })
}

/** Of all that nobody waits for: readings, checks, history. They share the process's one event loop. */
export const nextTurn: NextTurn = createTurns()

/** Of an answer that somebody waits for: in the next turn of the loop, whatever else there is to do. */
export const answerTurn: NextTurn = () => ownTurn()
