import { revisionOf, type StreamMessage, type StreamPhase, TabMessage } from './stream-message'
import { openSource, type SourceOptions } from './stream-source'

/** Also the name of the lock that the tab holds which reads the stream for all. */
const NAME = 'vxscope.stream'
/** The tab that reads says something at least every 10 s; one that is silent for longer sleeps. */
const ASLEEP_MS = 30_000

/** Without locks or channels (a page over plain HTTP has none) each tab in sight reads for itself, and none out of sight. */
const readAlone = (options: SourceOptions): void => {
  let at = options.revision
  let close: (() => void) | null = null
  const take = (message: StreamMessage): void => {
    at = revisionOf(message) ?? at
    options.take(message)
  }
  const follow = (): void => {
    const visible = document.visibilityState === 'visible'
    if (visible && close === null) close = openSource({ ...options, revision: at, take })
    else if (!visible && close !== null) {
      close()
      close = null
    }
  }
  document.addEventListener('visibilitychange', follow)
  follow()
}

const readTogether = (options: SourceOptions, channel: BroadcastChannel, locks: LockManager): void => {
  let at = options.revision
  let phase: StreamPhase = 'catchingUp'
  let leading = false
  let heardAt = performance.now()
  const tell = (message: TabMessage): void => channel.postMessage(message)
  const take = (message: StreamMessage): void => {
    at = revisionOf(message) ?? at
    options.take(message)
  }
  const setPhase = (next: StreamPhase): void => {
    phase = next
    options.setPhase(next)
  }

  /** Reads for all tabs until the lock is taken away, or the tab is closed. */
  const lead = (signal: AbortSignal): Promise<void> => {
    leading = true
    const close = openSource({
      revision: at,
      take: message => {
        tell({ type: 'message', message })
        take(message)
      },
      setPhase: next => {
        tell({ type: 'status', phase: next })
        setPhase(next)
      },
    })
    return new Promise(resolve => {
      signal.addEventListener('abort', () => {
        leading = false
        close()
        resolve()
      })
    })
  }

  const stand = (steal: boolean): void => {
    const ended = new AbortController()
    locks
      .request(NAME, { steal }, () => lead(ended.signal))
      .catch(() => {
        // Another tab took over while this one slept.
        ended.abort()
        stand(false)
      })
  }

  channel.addEventListener('message', (event: MessageEvent<unknown>) => {
    const said = TabMessage.safeParse(event.data)
    // A tab of another version: what it can't be told it fetches.
    if (!said.success) {
      take({ type: 'reset', revision: null })
      return
    }
    if (said.data.type === 'hello') {
      if (leading) tell({ type: 'status', phase })
      return
    }
    if (leading) return
    heardAt = performance.now()
    if (said.data.type === 'status') setPhase(said.data.phase)
    else take(said.data.message)
  })
  setInterval(() => {
    const silent = performance.now() - heardAt > ASLEEP_MS
    if (leading || !silent) return
    setPhase('off')
    heardAt = performance.now()
    if (document.visibilityState === 'visible') stand(true)
  }, 5_000)
  tell({ type: 'hello' })
  stand(false)
}

// Opened before anything is asked of the server: what is broadcast while the first answer is on its way is not missed.
const channel =
  typeof window === 'undefined' || typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(NAME)
const early: unknown[] = []
const keepEarly = (event: MessageEvent<unknown>): void => {
  early.push(event.data)
  if (early.length > 200) early.shift()
}
channel?.addEventListener('message', keepEarly)

/** One connection to the stream for all tabs of the browser; this one hands on what any of them reads. */
export const joinTabs = (options: SourceOptions): void => {
  channel?.removeEventListener('message', keepEarly)
  const locks: LockManager | undefined = navigator.locks
  if (channel === null || locks === undefined) {
    readAlone(options)
    return
  }
  for (const data of early.splice(0)) {
    const said = TabMessage.safeParse(data)
    if (said.success && said.data.type === 'message') options.take(said.data.message)
  }
  readTogether(options, channel, locks)
}
