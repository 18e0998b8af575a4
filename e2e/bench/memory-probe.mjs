import { appendFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

// Loaded into the server under test (`node --expose-gc --import`): what it holds, each line after a collection.
const file = process.env.VXSCOPE_BENCH_MEMORY
const EVERY_MS = 3_000

// Worker threads load it too; their heaps are in `rss`.
if (file && isMainThread) {
  setInterval(() => {
    globalThis.gc?.()
    const { rss, heapUsed, external } = process.memoryUsage()
    appendFileSync(file, `${JSON.stringify({ at: Date.now(), rss, heapUsed, external })}\n`)
  }, EVERY_MS).unref()
}
