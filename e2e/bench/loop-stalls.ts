import { readFileSync } from 'node:fs'

/** So often the loop is asked whether it runs. */
const EVERY_MS = 5
const NOTABLE_MS = 50

export interface Stalls {
  /** The longest time between two turns of a timer of 5 ms, that time aside: ms. */
  max: number
  /** The longest that one of them had this thread at work: ms of CPU. What else the machine does isn't in it. */
  maxBusy: number
  /** CPU that this thread had altogether, ms. */
  cpu: number
  /** All of `maxBusy` that are above 50 ms. */
  over: number[]
}

/** How long the event loop was held since `take` was last called. */
export interface LoopStalls {
  take(): Stalls
  stop(): void
}

/** CPU that the main thread has had, ms: the first word of its schedstat (Documentation/scheduler/sched-stats.rst), in ns. */
const cpuMs = (): number => Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ', 1)[0]) / 1e6

const NONE: Stalls = { max: 0, maxBusy: 0, cpu: 0, over: [] }

export const watchStalls = (): LoopStalls => {
  let [last, lastCpu] = [performance.now(), cpuMs()]
  let stalls: Stalls = NONE
  const timer = setInterval(() => {
    const [now, cpu] = [performance.now(), cpuMs()]
    const [held, busy] = [now - last - EVERY_MS, cpu - lastCpu]
    last = now
    lastCpu = cpu
    stalls = {
      max: Math.max(stalls.max, held),
      maxBusy: Math.max(stalls.maxBusy, busy),
      cpu: stalls.cpu + busy,
      over: busy > NOTABLE_MS ? [...stalls.over, busy] : stalls.over,
    }
  }, EVERY_MS)
  return {
    take: () => {
      const taken = stalls
      stalls = NONE
      return taken
    },
    stop: () => clearInterval(timer),
  }
}
