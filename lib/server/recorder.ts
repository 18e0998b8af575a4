import type { Bus, BusMessage } from '@/lib/bus'
import type { History, HistoryResult, Keyframe, Recorded } from '@/lib/history'
import type { Reading } from '@/lib/model/reading'

export interface RecorderOptions {
  bus: Bus
  history: Pick<History, 'record' | 'remove'>
  /** Told when recording begins to fail, and when it goes again. */
  report: (message: string) => void
}

/** Readings that differ from those offered before, by node: a reading that changed is another object. */
const newReadings = (
  readings: ReadonlyMap<string, Reading>,
  offered: ReadonlyMap<string, Reading>,
): [string, Reading][] => [...readings].filter(([node, reading]) => offered.get(node) !== reading)

/**
 * Tells failures that last once. The history counts what it refused, and makes itself whole by the next keyframe.
 */
const createReporter = (report: RecorderOptions['report']) => {
  let failing: string | null = null
  return (result: HistoryResult<Recorded>): void => {
    const code = result.ok ? null : result.error.code
    if (code === failing) return
    failing = code
    report(
      result.ok
        ? 'The history records again.'
        : `What happens is not recorded: ${result.error.message} ${result.error.hint}`,
    )
  }
}

/**
 * Records what the bus says: events as they come, and each node's new readings as keyframes, of which the history keeps those
 * that are worth it; and which nodes were taken out of the inventory. A keyframe stands at its reading's own moment: events from there on are played over it, and those it
 * knows of already change nothing. Gives the function that ends it.
 */
export const startRecorder = ({ bus, history, report }: RecorderOptions): (() => void) => {
  let offered: ReadonlyMap<string, Reading> = new Map()
  const reporter = createReporter(report)
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
    if (events.length > 0 || keyframes.length > 0) void history.record({ events, keyframes }).then(reporter)
  }
  record([])
  return bus.subscribe(({ events, delta }) => {
    record(events)
    if (delta.nodes.remove.length > 0) void history.remove(delta.nodes.remove, bus.current().at)
  })
}
