import { testConnection } from '@/lib/collect'
import type { InventoryNode } from '@/lib/model/inventory'
import { log } from '../log'
import { type Reaching, resolveOptions } from './named-node'

const HEADERS = {
  'content-type': 'application/x-ndjson; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
}

/** Each step of a connection test as a line of JSON, when it begins and when it is over. Ends with the request. */
export const answerTest = (node: InventoryNode, reaching: Reaching, signal: AbortSignal): Response => {
  const stop = new AbortController()
  signal.addEventListener('abort', () => stop.abort(), { once: true })
  const { trust, gate } = reaching.access
  const options = { ...resolveOptions(reaching), trust: trust(), gate, signal: stop.signal }
  const steps = testConnection(node, options)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    pull: async controller => {
      try {
        const { done, value } = await steps.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`))
      } catch (error) {
        log.failure(error)
        controller.error(new Error('the test failed'))
      }
    },
    cancel: async () => {
      stop.abort()
      await steps.return(false)
    },
  })
  return new Response(body, { headers: HEADERS })
}
