import type { Bus, BusMessage } from '@/lib/bus'
import type { History, HistoryResult, Keyframe, Recorded } from '@/lib/history'
import type { Reading } from '@/lib/model/reading'

export interface RecorderOptions {
  bus: Bus
  history: Pick<History, 'record' | 'remove'>
  /** Told when recording begins to fail, and when it goes again. */
  report: (message: string) => void
  /** ms */
  now: () => number
}

/** Readings that differ from those offered before, by node: a reading that changed is another object. */
const newReadings = (
  readings: ReadonlyMap<string, Reading>,
  offered: ReadonlyMap<string, Reading>,
): [string, Reading][] => [...readings].filter(([node, reading]) => offered.get(node) !== reading)

/** Where batches are refused and taken in turns it is told so often at most. */
const TOLD_EVERY_MS = 10_000

/**
 * Tells failures that last once, and how much is missing when they are over: when a batch went well that came after the last
 * one that did not. The history marks what it refused, and makes itself whole by the next keyframe.
 */
const createReporter = ({ report, now }: Pick<RecorderOptions, 'report' | 'now'>) => {
  let failing: { code: string; since: number; events: number } | null = null
  let batches = 0
  let lastFailed = 0
  return (events: number) => {
    batches += 1
    const batch = batches
    return (result: HistoryResult<Recorded>): void => {
      if (result.ok) {
        if (!failing || batch < lastFailed || now() - failing.since < TOLD_EVERY_MS) return
        report(`The history records again; ${failing.events} events were not recorded.`)
        failing = null
        return
      }
      lastFailed = Math.max(lastFailed, batch)
      const { code, message, hint } = result.error
      if (failing?.code !== code) report(`What happens is not recorded: ${message} ${hint}`)
      failing = { code, since: failing?.since ?? now(), events: (failing?.events ?? 0) + events }
    }
  }
}

/**
 * Records what the bus says: events as they come, and each node's new readings as keyframes, of which the history keeps those
 * that are worth it; and which nodes were taken out of the inventory. A keyframe stands at its reading's own moment: events from there on are played over it, and those it
 * knows of already change nothing. Gives the function that ends it.
 */
export const startRecorder = ({ bus, history, report, now }: RecorderOptions): (() => void) => {
  let offered: ReadonlyMap<string, Reading> = new Map()
  const reporter = createReporter({ report, now })
  const record = (events: BusMessage['events']): void => {
    const { readings } = bus.current()
    const keyframes: Keyframe[] = newReadings(readings, offered).map(([node, reading]) => ({
      node,
      at: reading.readAt,
      reading,
      // The first reading of a node makes no events, whatever an earlier process recorded of it.
      ...(offered.has(node) ? {} : { anew: true }),
    }))
    offered = readings
    if (events.length > 0 || keyframes.length > 0)
      void history.record({ events, keyframes }).then(reporter(events.length))
  }
  record([])
  return bus.subscribe(({ events, delta }) => {
    record(events)
    if (delta.nodes.remove.length > 0) void history.remove(delta.nodes.remove, bus.current().at)
  })
}
