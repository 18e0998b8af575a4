import type { Event } from '@/lib/model/event'
import type { Reading } from '@/lib/model/reading'
import type { HistoryResult } from './error'

export interface Keyframe {
  node: string
  /** ms since 1970: the node was so after all of its events up to and including this moment. */
  at: number
  reading: Reading
  /** What differs from the node's last keyframe, no event has told: it is written whatever it says. */
  anew?: boolean
}

export interface Batch {
  /** In the order they happened in; what replaced a row comes after the row's `gone`. */
  events: readonly Event[]
  keyframes: readonly Keyframe[]
}

/** What was committed. Keyframes that would have said nothing new are not written. */
export interface Recorded {
  events: number
  keyframes: number
}

/** So much of a batch as one transaction takes. */
export interface Part extends Batch {
  settle: (result: HistoryResult<Recorded>) => void
}

export const EVENTS_AT_ONCE = 5000
const KEYFRAMES_AT_ONCE = 20

const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))

/** Events first: a keyframe must not be there without what led to it. */
export const partsOf = ({ events, keyframes }: Batch): Batch[] => [
  ...chunksOf(events, EVENTS_AT_ONCE).map(chunk => ({ events: chunk, keyframes: [] })),
  ...chunksOf(keyframes, KEYFRAMES_AT_ONCE).map(chunk => ({ events: [], keyframes: chunk })),
]

/** A waiting keyframe keeps its rows in memory: ten rows weigh as much as an event. */
export const weightOf = ({ events, keyframes }: Batch): number =>
  keyframes.reduce((sum, { reading }) => sum + 1 + Math.ceil(reading.fdb.length / 10), events.length)

/** Parts in the order they came in; what they weigh together never passes the bound. */
export class Queue {
  #parts: Part[] = []
  #weight = 0
  #events = 0
  readonly #bound: number

  constructor(bound: number) {
    this.#bound = bound
  }

  get events(): number {
    return this.#events
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0
  }

  /** What was full has room again, and not for a moment only. */
  get isHalfEmpty(): boolean {
    return this.#weight <= this.#bound / 2
  }

  hasRoomFor(batch: Batch): boolean {
    return this.#weight + weightOf(batch) <= this.#bound
  }

  add(part: Part): void {
    this.#weight += weightOf(part)
    this.#events += part.events.length
    this.#parts.push(part)
  }

  /** The oldest parts that one transaction takes: one at least. They weigh until they are released. */
  take(): Part[] {
    let [events, keyframes, count] = [0, 0, 0]
    for (const part of this.#parts) {
      events += part.events.length
      keyframes += part.keyframes.length
      if (count > 0 && (events > EVENTS_AT_ONCE || keyframes > KEYFRAMES_AT_ONCE)) break
      count += 1
    }
    const taken = this.#parts.splice(0, count)
    for (const part of taken) this.#events -= part.events.length
    return taken
  }

  release(parts: readonly Part[]): void {
    for (const part of parts) this.#weight -= weightOf(part)
  }
}
