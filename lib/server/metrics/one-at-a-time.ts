/**
 * Work that several turns go into and that mustn't begin while it goes on. However many ask meanwhile, they share the next,
 * which is made of what the last of them brought.
 */
export const oneAtATime = <Given, Made>(make: (given: Given) => Promise<Made>): ((given: Given) => Promise<Made>) => {
  let running: Promise<unknown> | null = null
  let waiting: { given: Given; made: Promise<Made> } | null = null
  const begin = (given: Given): Promise<Made> => {
    const made = make(given)
    const over: Promise<unknown> = made
      .catch(() => null)
      .then(() => {
        // Who waits goes first.
        if (running === over && waiting === null) running = null
      })
    running = over
    return made
  }
  return given => {
    if (running === null) return begin(given)
    if (waiting) {
      waiting.given = given
      return waiting.made
    }
    const next: { given: Given; made: Promise<Made> } = {
      given,
      made: running.then(() => {
        waiting = null
        return begin(next.given)
      }),
    }
    waiting = next
    return next.made
  }
}
