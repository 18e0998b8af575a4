import {
  FRAME_TYPES,
  type FrameType,
  parseFrame,
  revisionOf,
  type StreamMessage,
  type StreamPhase,
} from './stream-message'

/** What of the stream pages read. */
export const URL_BASE = '/api/v1/stream?evidence=none'
/** The server beats every 10 s: after so long without a word the connection is dead, whatever TCP believes. */
const SILENCE_MS = 25_000
const CHECK_MS = 5_000
const FIRST_RETRY_MS = 1_000
const MAX_RETRY_MS = 10_000

export interface SourceOptions {
  /** What is known already; the stream goes on from there. */
  revision: string | null
  take: (message: StreamMessage) => void
  setPhase: (phase: StreamPhase) => void
}

/** The one connection of a browser to the stream, opened again whenever it breaks. Gives the function that ends it. */
export const openSource = ({ revision, take, setPhase }: SourceOptions): (() => void) => {
  let at = revision
  let source: EventSource | null = null
  let heardAt = performance.now()
  let wait = FIRST_RETRY_MS
  let retry: ReturnType<typeof setTimeout> | undefined

  const onFrame = (type: FrameType, event: MessageEvent<string>): void => {
    heardAt = performance.now()
    wait = FIRST_RETRY_MS
    const id = event.lastEventId === '' ? null : event.lastEventId
    const message = parseFrame(type, event.data, id, at)
    at = revisionOf(message) ?? at
    take(message)
    // The server says what was missed, and then beats: with that all is here.
    if (type === 'heartbeat') setPhase('live')
  }

  const open = (): void => {
    const stream = new EventSource(at === null ? URL_BASE : `${URL_BASE}&since=${encodeURIComponent(at)}`)
    source = stream
    heardAt = performance.now()
    setPhase('catchingUp')
    for (const type of FRAME_TYPES) stream.addEventListener(type, event => onFrame(type, event))
    stream.onerror = lost
  }

  const lost = (): void => {
    source?.close()
    source = null
    clearTimeout(retry)
    setPhase('off')
    retry = setTimeout(open, wait)
    wait = Math.min(MAX_RETRY_MS, wait * 2)
  }

  const check = setInterval(() => {
    if (source !== null && performance.now() - heardAt > SILENCE_MS) lost()
  }, CHECK_MS)
  open()
  return () => {
    clearInterval(check)
    clearTimeout(retry)
    source?.close()
  }
}
