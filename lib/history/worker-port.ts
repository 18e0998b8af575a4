import { Worker } from 'node:worker_threads'
import { errorFrom, type HistoryResult, historyError } from './error'
import type { Answer, CallName, Calls } from './protocol'

export interface WorkerPort {
  ask<Name extends CallName>(
    name: Name,
    ask: Calls[Name]['ask'],
    handOver?: readonly ArrayBuffer[],
  ): Promise<HistoryResult<Calls[Name]['answer']>>
  end(): Promise<void>
}

/** The one place that believes the worker: it is our own code (worker.ts), asked and answering by `Calls`. */
const believed = <Name extends CallName>(answer: Answer): HistoryResult<Calls[Name]['answer']> =>
  answer.ok ? { ok: true, value: answer.value as Calls[Name]['answer'] } : answer

/** Starts the worker at `path`. Once it has ended, for whatever reason, every question is answered with `closed`. */
export const startWorker = (path: string): WorkerPort => {
  const worker = new Worker(/* turbopackIgnore: true */ path, { name: 'vxscope-history' })
  const waiting = new Map<number, (answer: Answer) => void>()
  let count = 0
  let ended = historyError('closed', 'The history is closed.')
  let isEnded = false
  const end = () => {
    isEnded = true
    for (const [id, settle] of waiting) settle({ id, ok: false, error: ended })
    waiting.clear()
  }
  worker.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
    // What waits for an answer keeps the process alive; an idle history doesn't.
    if (waiting.size === 0) worker.unref()
  })
  worker.on('error', cause => {
    ended = errorFrom(cause, 'closed')
  })
  worker.on('exit', end)
  worker.unref()
  return {
    ask: (name, ask, handOver = []) =>
      new Promise(resolve => {
        if (isEnded) return resolve({ ok: false, error: ended })
        count += 1
        waiting.set(count, answer => resolve(believed<typeof name>(answer)))
        worker.ref()
        worker.postMessage({ id: count, name, ask }, handOver)
      }),
    end: async () => {
      await worker.terminate()
    },
  }
}
