import { log } from './log'

const HEADERS = {
  'content-type': 'application/x-ndjson; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
}

/** An answer of a line of JSON for each value, as it comes. What makes them is told to `stop` when nobody listens any more. */
export const answerLines = (values: AsyncGenerator<unknown, unknown>, stop: AbortController): Response => {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    pull: async controller => {
      try {
        const { done, value } = await values.next()
        // Who asked may have gone meanwhile: what was still on its way is for nobody.
        if (stop.signal.aborted) return
        if (done) controller.close()
        else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`))
      } catch (error) {
        log.failure(error)
        controller.error(new Error('the answer was broken off'))
      }
    },
    cancel: async () => {
      stop.abort()
      await values.return(undefined)
    },
  })
  return new Response(body, { headers: HEADERS })
}

/** Aborted when the request is, or by whoever answers it. */
export const stopWith = (signal: AbortSignal): AbortController => {
  const stop = new AbortController()
  signal.addEventListener('abort', () => stop.abort(), { once: true })
  return stop
}
