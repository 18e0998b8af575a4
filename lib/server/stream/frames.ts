import type { BusMessage } from '@/lib/bus'
import type { AppliedChange } from '@/lib/model/apply'
import type { Event } from '@/lib/model/event'
import type { Heartbeat, StreamDelta } from '@/lib/model/stream'
import { type Narrowing, narrowDelta, sizeOf } from './narrow'

const encoder = new TextEncoder()

/** JSON holds no line end, so one `data:` line is enough (HTML Standard, server-sent events). */
const text = (event: string, data: unknown, id: string | null): string =>
  `event: ${event}\n${id === null ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`

/** How soon a browser tries again, in ms. */
export const RETRY_FRAME = encoder.encode('retry: 1000\n\n')

export const heartbeatFrame = (revision: string, now: string): Uint8Array =>
  encoder.encode(text('heartbeat', { now } satisfies Heartbeat, revision))

/** Without an id: a change is told whole each time, and who missed one is told of it anew. */
export const changeFrame = (change: AppliedChange): Uint8Array => encoder.encode(text('change', change, null))

/** An event without data is none for a browser. */
export const resetFrame = (revision: string): Uint8Array => encoder.encode(text('reset', {}, revision))

/**
 * Things, rows and events that are sent one by one: some 3 MB, written as JSON in 20 ms. A client that is told more fetches
 * again, which gives it the page that it shows and not all.
 */
export const THINGS_AT_ONCE = 5000

/** What a message comes to for clients of one narrowing. */
interface Part {
  revision: string
  delta: StreamDelta | null
  events: readonly Event[]
  size: number
}

export const partOf = (
  { revision, delta, events }: BusMessage,
  narrowing: Narrowing,
  mayHave: (id: string) => boolean,
): Part => {
  const narrow = narrowDelta(delta, narrowing, mayHave)
  const size = sizeOf(narrow)
  const heard = narrowing.events ? events : []
  return { revision, delta: size === 0 ? null : { revision, ...narrow }, events: heard, size: size + heard.length }
}

/** The id comes with the last of a revision: who breaks off before has not had all of it, and is given it again. */
const textOf = ({ revision, delta, events }: Part): string => {
  const last = events.length - 1
  return [
    ...(delta ? [text('delta', delta, last < 0 ? revision : null)] : []),
    ...events.map((event, index) => text('happened', event, index === last ? revision : null)),
  ].join('')
}

/** Parts as one run of frames: `null` for nothing to say, a reset when it is too much. */
export const partsFrame = (parts: readonly Part[], newest: string): Uint8Array | null => {
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  if (size > THINGS_AT_ONCE) return resetFrame(newest)
  return size === 0 ? null : encoder.encode(parts.map(textOf).join(''))
}
