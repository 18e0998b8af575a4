import { setTimeout as after } from 'node:timers/promises'
import type { AnswerFault } from './faults'
import { createRandom } from './model/random'
import type { Piece } from './shell'
import { nextTurn } from './turns'

/** What is still to be written: pieces, then how it ends. `gone` drops the connection, `silent` stays open for ever. */
export type End = { kind: 'exit'; status: number } | { kind: 'gone' } | { kind: 'silent' }

export type Bytes = { to: Piece['to']; bytes: string | Buffer }

/** An answer being made: its pieces, then its end. */
export type Answer = AsyncGenerator<Bytes, End>

const NOISE_BYTES = 65_536
const FLOOD_BYTES = 50_000_000

/** An answer as it should be. */
export async function* wellBehaved(pieces: AsyncGenerator<Piece, number>): Answer {
  for (;;) {
    const next = await pieces.next()
    if (next.done) return { kind: 'exit', status: next.value }
    yield { to: next.value.to, bytes: next.value.text }
  }
}

const whole = async (pieces: AsyncGenerator<Piece, number>): Promise<Buffer> => {
  let text = ''
  for await (const piece of pieces) if (piece.to === 'stdout') text += piece.text
  return Buffer.from(text)
}

async function* half(pieces: AsyncGenerator<Piece, number>, end: End): Answer {
  const answer = await whole(pieces)
  yield { to: 'stdout', bytes: answer.subarray(0, Math.ceil(answer.length / 2)) }
  return end
}

async function* dripping(pieces: AsyncGenerator<Piece, number>, everyMs: number, signal: AbortSignal): Answer {
  const answer = await whole(pieces)
  for (let at = 0; at < answer.length; at += 1) {
    yield { to: 'stdout', bytes: answer.subarray(at, at + 1) }
    await after(everyMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) break
  }
  return { kind: 'exit', status: 0 }
}

async function* noise(): Answer {
  const random = createRandom(2014)
  yield { to: 'stdout', bytes: Buffer.from(Array.from({ length: NOISE_BYTES }, () => Math.floor(random() * 256))) }
  return { kind: 'exit', status: 0 }
}

const FLOOD_ROWS = Buffer.from(
  Array.from({ length: 500 }, (_, row) => {
    const tail = [row >> 8, row & 0xff].map(byte => byte.toString(16).padStart(2, '0')).join(':')
    return `02:50:4d:42:${tail} dev vxlan0 dst 10.9.${row >> 8}.${row & 0xff} used 1/1 self \n`
  }).join(''),
)

async function* flood(): Answer {
  for (let written = 0; written < FLOOD_BYTES; written += FLOOD_ROWS.length) yield { to: 'stdout', bytes: FLOOD_ROWS }
  return { kind: 'exit', status: 0 }
}

async function* never(): Answer {
  yield* []
  return { kind: 'silent' }
}

/** Whether the fault needs to know what was asked. */
export const readsScript = (fault: AnswerFault): boolean => !['never', 'noise', 'fiftyMegabytes'].includes(fault)

/** The answer with a fault in it. */
export const withFault = (
  fault: AnswerFault,
  pieces: AsyncGenerator<Piece, number>,
  { dripMs, signal }: { dripMs: number; signal: AbortSignal },
): Answer => {
  const made: Record<AnswerFault, () => Answer> = {
    never,
    halfThenSilence: () => half(pieces, { kind: 'silent' }),
    halfThenGone: () => half(pieces, { kind: 'gone' }),
    byteByByte: () => dripping(pieces, dripMs, signal),
    noise,
    fiftyMegabytes: flood,
  }
  return made[fault]()
}

/** What an answer is written to; the part of ssh2's channel that is needed here. */
export interface Sink {
  stdout: NodeJS.WritableStream
  stderr: NodeJS.WritableStream
}

const drained = (stream: NodeJS.WritableStream, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const done = () => {
      stream.removeListener('drain', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    stream.once('drain', done)
    signal.addEventListener('abort', done, { once: true })
  })

/**
 * Writes an answer no faster than the client takes it, and gives the loop a turn between pieces: a thousand nodes
 * answer from one process. Stops when `signal` does; `null` then.
 */
export const writeAnswer = async (answer: Answer, sink: Sink, signal: AbortSignal): Promise<End | null> => {
  for (;;) {
    await nextTurn()
    if (signal.aborted) return null
    const next = await answer.next()
    if (next.done) return next.value
    const stream = sink[next.value.to]
    if (!stream.write(next.value.bytes)) await drained(stream, signal)
  }
}
