import { type FdbLine, parseFdbLine } from '@/lib/platform'
import { createPace, nextTurn } from '@/lib/turns'

/** A line that came at `at`, ms. */
export type TimedLine = FdbLine & { at: number }

export interface LineFeedHandlers {
  /** `more` have come already, and are handed on next unless they are too many. */
  onLines(lines: TimedLine[], more: boolean): void
  /** A line can't be read: only a reading tells what changed. */
  onUnread(line: string): void
  /** More came than could be taken in time, and what waited was dropped: only a reading tells what changed. */
  onTooMany(): void
}

export interface LineFeed {
  take(line: string): void
  /** Resolves when all that has come by now is handed on. */
  drained(): Promise<void>
  stop(): void
}

/** One reading tells of so many changes sooner than their lines do. */
const MOST_WAITING = 10_000

/** What a line is to a pace. */
const UNITS_OF_A_LINE = 16

/** So few are taken at once, whatever else waits for its turn: what happens on a quiet node is seen while another is busy. */
const FEW = 32

interface Waiting {
  text: string
  at: number
}

/** Gathers lines and hands them on together, parsed: a few at once, many some ms of work at a time, with turns for others in between. */
export const createLineFeed = ({ onLines, onUnread, onTooMany }: LineFeedHandlers, now: () => number): LineFeed => {
  let waiting: Waiting[] = []
  let running = false
  /** Those of this turn of the loop were taken at once: what else comes in it waits. */
  let rests = false
  /** Of all that ever came, how many are done with. */
  let done = 0
  const pace = createPace()
  const parsed = ({ text, at }: Waiting): TimedLine[] => {
    const line = parseFdbLine(text)
    if (line === null) return []
    if ('issue' in line) onUnread(line.issue)
    return 'issue' in line ? [] : [{ ...line, at }]
  }
  const takeSome = (): void => {
    const taken = waiting.splice(0, Math.ceil(pace.size / UNITS_OF_A_LINE))
    done += taken.length
    onLines(taken.flatMap(parsed), waiting.length > 0)
  }
  const run = async (): Promise<void> => {
    if (running) return
    running = true
    // The lines that came together are here once their chunk is split.
    await null
    if (!rests && waiting.length <= FEW) {
      rests = true
      setImmediate(() => {
        rests = false
      })
      takeSome()
    }
    while (waiting.length > 0) {
      await nextTurn()
      pace.run(takeSome)
    }
    running = false
  }
  const drop = (): void => {
    done += waiting.length
    waiting = []
  }
  return {
    take: text => {
      waiting.push({ text, at: now() })
      if (waiting.length > MOST_WAITING) {
        drop()
        onTooMany()
      }
      void run()
    },
    drained: async () => {
      const come = done + waiting.length
      while (done < come) await nextTurn()
    },
    stop: drop,
  }
}
