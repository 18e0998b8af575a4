import { setTimeout as sleep } from 'node:timers/promises'
import { createPause } from '@/lib/turns'
import { type HistoryError, type HistoryResult, historyError } from './error'
import { Gaps, isMark } from './gaps'
import { encodeLines } from './json-lines'
import { isWorthKeeping } from './keyframe-policy'
import { compressLines, packReading } from './pack'
import type { KeyframeRecord, LastKeyframe } from './protocol'
import { type Batch, EVENTS_AT_ONCE, type Keyframe, type Part, partsOf, Queue, type Recorded } from './queue'
import type { WorkerPort } from './worker-port'

const WRITE_EVERY_MS = 200

export interface Writer {
  record(batch: Batch): Promise<HistoryResult<Recorded>>
  /** Events and keyframes that were not written: no room, or the disk failed. */
  readonly refused: { events: number; keyframes: number }
  /** Events that wait. */
  readonly queued: number
  /** Resolves once all that was recorded before is written, or has failed. */
  written(): Promise<void>
  /** Writes what waits; takes no more. */
  end(): Promise<void>
}

export interface WriterParts {
  port: WorkerPort
  /** Newest keyframe of each node in the file. */
  last: readonly LastKeyframe[]
  /** What may wait, in events. */
  bound: number
  /** Called after each write. */
  onWritten: (bytes: number) => void
}

export const createWriter = ({ port, last, bound, onWritten }: WriterParts): Writer => {
  const queue = new Queue(bound)
  const lastOf = new Map(last.map(keyframe => [keyframe.node, keyframe]))
  const refused = { events: 0, keyframes: 0 }
  const gaps = new Gaps()
  let isEnding = false
  let hurry: AbortController | null = null
  let running: Promise<void> | null = null
  let writtenAt = Number.NEGATIVE_INFINITY

  /** Without some of its events a node's state can't be told from its last keyframe: the next reading is kept whatever it says. */
  const refuse = ({ events: all, keyframes }: Batch) => {
    const events = all.filter(event => !isMark(event))
    gaps.add(events)
    refused.events += events.length
    refused.keyframes += keyframes.length
    for (const { node } of [...events, ...keyframes]) lastOf.delete(node)
  }

  const keyframeRecord = async ({ node, at, reading, anew }: Keyframe): Promise<KeyframeRecord | null> => {
    const { head, fdb, rows, lines } = await packReading(reading)
    if (!anew && !isWorthKeeping(lastOf.get(node), { at, head, fdb, rows })) return null
    const body = await compressLines(lines)
    lastOf.set(node, { node, at, head, fdb, since: 0 })
    return { node, at, head, fdb, rows, body }
  }

  const eventLines = async (parts: readonly Part[]): Promise<Uint8Array<ArrayBuffer>> => {
    const pause = createPause()
    const lines: string[] = []
    for (const event of parts.flatMap(({ events }) => events)) {
      const keyframe = lastOf.get(event.node)
      if (keyframe) keyframe.since += 1
      lines.push(JSON.stringify(event))
      if (lines.length % 100 === 0) await pause()
    }
    return encodeLines(lines)
  }

  const fail = (parts: readonly Part[], error: HistoryError) => {
    for (const part of parts) {
      refuse(part)
      part.settle({ ok: false, error })
    }
  }

  /** True when it went well. */
  const write = async (parts: readonly Part[]): Promise<boolean> => {
    const events = await eventLines(parts)
    const written = new Map<Part, KeyframeRecord[]>()
    for (const part of parts) {
      const records: KeyframeRecord[] = []
      for (const keyframe of part.keyframes) {
        const record = await keyframeRecord(keyframe)
        if (record) records.push(record)
      }
      written.set(part, records)
    }
    const keyframes = [...written.values()].flat()
    const buffers = [events.buffer, ...keyframes.map(({ body }) => body.buffer)]
    const answer = await port.ask('write', { events, keyframes }, buffers)
    if (!answer.ok) {
      fail(parts, answer.error)
      return false
    }
    for (const part of parts)
      part.settle({ ok: true, value: { events: part.events.length, keyframes: written.get(part)?.length ?? 0 } })
    onWritten(answer.value.bytes)
    return true
  }

  /** Marks in the record where events are missing: once when there is room again, however often there was none for a batch. */
  const markGaps = () => {
    if (gaps.size === 0 || !queue.isHalfEmpty) return
    const { marks, putBack } = gaps.take()
    queue.add({ events: marks, keyframes: [], settle: ({ ok }) => ok || putBack() })
    running ??= run()
  }

  /** What comes after a write gathers for a while, unless there is a transaction's worth already. */
  const gather = async () => {
    const rest = writtenAt + WRITE_EVERY_MS - performance.now()
    if (isEnding || queue.events >= EVENTS_AT_ONCE || rest <= 0) return
    hurry = new AbortController()
    await sleep(rest, null, { signal: hurry.signal }).catch(() => undefined)
    hurry = null
  }

  const run = async () => {
    while (!queue.isEmpty) {
      await gather()
      const parts = queue.take()
      const isWritten = await write(parts)
      writtenAt = performance.now()
      queue.release(parts)
      // What the disk did not take now it would not take in the next moment.
      if (isWritten) markGaps()
    }
    running = null
  }

  const enqueue = (batch: Batch) =>
    new Promise<HistoryResult<Recorded>>(settle => {
      queue.add({ ...batch, settle })
    })

  const sumOf = (results: readonly HistoryResult<Recorded>[]): HistoryResult<Recorded> => {
    const sum: Recorded = { events: 0, keyframes: 0 }
    for (const result of results) {
      if (!result.ok) return result
      sum.events += result.value.events
      sum.keyframes += result.value.keyframes
    }
    return { ok: true, value: sum }
  }

  return {
    refused,
    get queued() {
      return queue.events
    },
    record: async batch => {
      if (!isEnding) markGaps()
      const hasRoom = queue.hasRoomFor(batch)
      if (isEnding || !hasRoom) {
        refuse(batch)
        const error = isEnding
          ? historyError('closed', 'The history is closed.')
          : historyError('queueFull', `${queue.events} events wait to be written; no more are taken.`)
        return { ok: false, error }
      }
      const results = partsOf(batch).map(enqueue)
      if (queue.events >= EVENTS_AT_ONCE) hurry?.abort()
      running ??= run()
      return sumOf(await Promise.all(results))
    },
    written: async () => {
      if (!running) return
      const written = enqueue({ events: [], keyframes: [] })
      hurry?.abort()
      await written
    },
    end: async () => {
      isEnding = true
      hurry?.abort()
      await running
      markGaps()
      await running
    },
  }
}
