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
  // A generator that was never begun doesn't end either: its `finally` would not run.
  let first: ReturnType<typeof values.next> | null = values.next()
  first.catch(() => {})
  const leave = () => values.return(undefined).catch(log.failure)
  // Nobody may ever read or cancel what is answered to a connection that is gone: what makes the values ends all the same.
  stop.signal.addEventListener('abort', leave, { once: true })
  const body = new ReadableStream<Uint8Array>({
    pull: async controller => {
      try {
        const next = first ?? values.next()
        first = null
        const { done, value } = await next
        // Who asked may have gone meanwhile: what was still on its way is for nobody.
        if (stop.signal.aborted) return void (await leave())
        if (done) controller.close()
        else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`))
      } catch (error) {
        log.failure(error)
        controller.error(new Error('the answer was broken off'))
      }
    },
    cancel: async () => {
      stop.abort()
      await leave()
    },
  })
  return new Response(body, { headers: HEADERS })
}

/** Aborted when the request is, or by whoever answers it. */
export const stopWith = (signal: AbortSignal): AbortController => {
  const stop = new AbortController()
  if (signal.aborted) stop.abort()
  else signal.addEventListener('abort', () => stop.abort(), { once: true })
  return stop
}
