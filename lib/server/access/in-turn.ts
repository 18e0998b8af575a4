/** One after the other; `null` where `most` wait already. */
export const createTurns = (most: number): (<T>(work: () => Promise<T>) => Promise<T> | null) => {
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    if (waiting >= most) return null
    waiting += 1
    const turn = last.then(work).finally(() => {
      waiting -= 1
    })
    last = turn.catch(() => undefined)
    return turn
  }
}
