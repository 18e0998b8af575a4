/** So often the loop is asked whether it runs. */
const EVERY_MS = 5
const NOTABLE_MS = 50

/** How long the event loop was held since `take` was last called, as a timer of 5 ms notices: ms. */
export interface LoopStalls {
  take(): { max: number; over: number[] }
  stop(): void
}

export const watchStalls = (): LoopStalls => {
  let last = performance.now()
  let max = 0
  let over: number[] = []
  const timer = setInterval(() => {
    const now = performance.now()
    const held = now - last - EVERY_MS
    last = now
    max = Math.max(max, held)
    if (held > NOTABLE_MS) over.push(held)
  }, EVERY_MS)
  return {
    take: () => {
      const taken = { max, over }
      max = 0
      over = []
      return taken
    },
    stop: () => clearInterval(timer),
  }
}
