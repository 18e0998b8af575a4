import { setImmediate as nextTurn } from 'node:timers/promises'
import type { InSteps } from '@/lib/overlay'

/** What one answer may hold the loop for: whoever else is served waits no longer. */
const TURN_MS = 8

/** Runs work to its end, a little at a time, with a turn for others in between. */
export const takeTurns = async <T>(steps: InSteps<T>): Promise<T> => {
  let start = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() - start < TURN_MS) continue
    await nextTurn()
    start = performance.now()
  }
}
