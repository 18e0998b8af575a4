import type { Event } from '@/lib/model/event'
import { noteServerNow } from './server-clock'
import type { StreamMessage, StreamPhase } from './stream-message'
import { joinTabs } from './stream-tabs'

/** Messages kept for answers that were on their way while they came. */
const KEPT = 400
const KEPT_ROWS = 20_000
const EVENTS_KEPT = 400
/** A tab out of sight draws no frames; what waits is handed on all the same. */
const NO_FRAME_MS = 250

type Listener = (messages: readonly StreamMessage[]) => void

let phase: StreamPhase | null = null
let begun = false
let kept: StreamMessage[] = []
let keptRows = 0
let events: readonly Event[] = []
let waiting: StreamMessage[] = []
let gathering = false
const listeners = new Set<Listener>()
const watchers = new Set<() => void>()

const rowsIn = (message: StreamMessage): number =>
  message.type === 'delta' ? message.delta.fdb.put.length + message.delta.fdb.remove.length : 0

const keep = (message: StreamMessage): void => {
  if (message.type === 'happened') {
    events = [...events.slice(1 - EVENTS_KEPT), message.event]
    return
  }
  // Whoever asks for a change is told of it whole.
  if (message.type === 'change') return
  if (message.type === 'heartbeat') noteServerNow(message.now)
  if (message.type === 'reset') {
    kept = []
    keptRows = 0
    return
  }
  kept.push(message)
  keptRows += rowsIn(message)
  while (kept.length > KEPT || keptRows > KEPT_ROWS) {
    const oldest = kept.shift()
    if (oldest === undefined) break
    keptRows -= rowsIn(oldest)
  }
}

const handOn = (): void => {
  const messages = waiting
  waiting = []
  for (const listener of listeners) listener(messages)
}

const afterFrame = (): void => {
  let done = false
  const go = (): void => {
    if (done) return
    done = true
    gathering = false
    if (waiting.length > 0) deliver()
  }
  requestAnimationFrame(go)
  setTimeout(go, NO_FRAME_MS)
}

/** Hands on at once what comes first, and once per frame what follows on its heels. */
const deliver = (): void => {
  if (gathering) return
  gathering = true
  handOn()
  afterFrame()
}

const take = (message: StreamMessage): void => {
  keep(message)
  waiting.push(message)
  deliver()
}

const setPhase = (next: StreamPhase): void => {
  if (phase === next) return
  phase = next
  for (const watcher of watchers) watcher()
}

/** Begins to read the stream, from the revision of what this tab has fetched; later calls do nothing. */
export const beginStream = (revision: string): void => {
  if (begun) return
  begun = true
  joinTabs({ revision, take, setPhase })
}

/** Calls with what comes, in its order. Gives the function that ends it. */
export const listenToStream = (listener: Listener): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The last messages, oldest first: for an answer that may have been asked for before they came. */
export const lastMessages = (): readonly StreamMessage[] => kept

/** What happened in the last moments, newest last; the same list until something does. */
export const lastEvents = (): readonly Event[] => events

/** `null` before the stream has been begun. */
export const streamPhase = (): StreamPhase | null => phase

export const watchPhase = (watcher: () => void): (() => void) => {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}
