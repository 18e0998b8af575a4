import { Worker } from 'node:worker_threads'
import type { ParseAnswer, ParseAsk, ParseText } from './protocol'

export interface ParsePort {
  /** A number for what belongs together. */
  newId(): number
  tell(text: ParseText): void
  /** `null` when the thread has ended before it answered. */
  ask(ask: ParseAsk): Promise<ParseAnswer | null>
  readonly hasEnded: boolean
}

/** What one node prints must not take the memory of all. */
const LIMITS = { maxOldGenerationSizeMb: 1024 }

export const startParseWorker = (path: string, report: (cause: unknown) => void): ParsePort => {
  const worker = new Worker(/* turbopackIgnore: true */ path, { name: 'vxscope-parse', resourceLimits: LIMITS })
  const waiting = new Map<number, (answer: ParseAnswer | null) => void>()
  let count = 0
  let hasEnded = false
  worker.on('message', (answer: ParseAnswer) => {
    const settle = waiting.get(answer.id)
    waiting.delete(answer.id)
    // What waits for an answer keeps the process alive; an idle thread doesn't.
    if (waiting.size === 0) worker.unref()
    settle?.(answer)
  })
  worker.on('error', report)
  worker.on('exit', () => {
    hasEnded = true
    for (const settle of waiting.values()) settle(null)
    waiting.clear()
  })
  worker.unref()
  return {
    get hasEnded() {
      return hasEnded
    },
    newId: () => {
      count += 1
      return count
    },
    tell: text => worker.postMessage(text),
    ask: asked =>
      new Promise(resolve => {
        if (hasEnded) return resolve(null)
        waiting.set(asked.id, resolve)
        worker.ref()
        worker.postMessage(asked)
      }),
  }
}
