import { resetFrame } from './frames'

/** What may wait for a client that reads slower than things happen. */
export interface QueueLimits {
  bytes: number
  frames: number
}

export const QUEUE_LIMITS: QueueLimits = { bytes: 4 * 1024 * 1024, frames: 1000 }

/** So much is handed to the connection at a time; the rest waits where it is counted. */
const HANDED_BYTES = 64 * 1024

/** The part of a `ReadableStreamDefaultController` that is used here. */
export interface Sink {
  readonly desiredSize: number | null
  enqueue(frame: Uint8Array): void
  close(): void
}

/**
 * One client's queue. What doesn't fit empties it; the client is told to fetch again once it reads on, and until then all that
 * happens is left out.
 */
export class Client {
  #waiting: Uint8Array[] = []
  #bytes = 0
  #isBehind = false
  #isClosed = false
  readonly #sink: Sink
  readonly #newest: () => string
  readonly #limits: QueueLimits

  constructor(sink: Sink, newest: () => string, limits: QueueLimits) {
    this.#sink = sink
    this.#newest = newest
    this.#limits = limits
  }

  get waitingBytes(): number {
    return this.#bytes
  }

  /** It has been handed all there was. */
  get isAbreast(): boolean {
    return this.#waiting.length === 0 && !this.#isBehind && this.#hasRoom
  }

  get #hasRoom(): boolean {
    return !this.#isClosed && (this.#sink.desiredSize ?? 0) > 0
  }

  send(frame: Uint8Array): void {
    if (this.#isClosed || this.#isBehind) return
    if (this.isAbreast) {
      this.#sink.enqueue(frame)
      return
    }
    this.#waiting.push(frame)
    this.#bytes += frame.byteLength
    if (this.#bytes > this.#limits.bytes || this.#waiting.length > this.#limits.frames) {
      this.#forget()
      this.#isBehind = true
    }
  }

  /** The connection takes more. */
  drain(): void {
    while (this.#hasRoom) {
      const frame = this.#waiting.shift()
      if (!frame) break
      this.#bytes -= frame.byteLength
      this.#sink.enqueue(frame)
    }
    if (!this.#isBehind || !this.#hasRoom) return
    this.#isBehind = false
    this.#sink.enqueue(resetFrame(this.#newest()))
  }

  /** `gone`: the other side has closed already. */
  end(gone: boolean): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#forget()
    if (!gone) this.#sink.close()
  }

  #forget(): void {
    this.#waiting = []
    this.#bytes = 0
  }
}

/** A stream of bytes and the client that fills it. `onGone`: nobody reads it any more. */
export const createClient = (
  newest: () => string,
  limits: QueueLimits,
  onGone: () => void,
): { client: Client; body: ReadableStream<Uint8Array> } => {
  const made: { client: Client | null } = { client: null }
  const body = new ReadableStream<Uint8Array>(
    {
      start: controller => {
        made.client = new Client(controller, newest, limits)
      },
      pull: () => made.client?.drain(),
      cancel: onGone,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: HANDED_BYTES }),
  )
  if (made.client === null) throw new Error('a stream starts when it is made')
  return { client: made.client, body }
}
