const waiting: (() => void)[] = []

const giveOne = (): void => {
  waiting.shift()?.()
  if (waiting.length > 0) setImmediate(giveOne)
}

/**
 * Resolves when it is the caller's turn: one piece of work a turn of the event loop, in order, over all nodes. So a
 * thousand answers at once still leave the loop free between any two pieces.
 */
export const nextTurn = (): Promise<void> =>
  new Promise(resolve => {
    waiting.push(resolve)
    if (waiting.length === 1) setImmediate(giveOne)
  })
