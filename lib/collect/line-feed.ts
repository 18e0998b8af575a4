import { type FdbLine, parseFdbLine } from '@/lib/platform'

export interface LineFeed {
  take(line: string): void
  /** Hands on now what is waiting. */
  flush(): void
  stop(): void
}

/**
 * Gathers the lines that come in one turn of the event loop and hands them on together, parsed. `onUnread` is told of a
 * line that can't be read: then only a reading tells what changed.
 */
export const createLineFeed = (onLines: (lines: FdbLine[]) => void, onUnread: (line: string) => void): LineFeed => {
  let waiting: FdbLine[] = []
  let turn: NodeJS.Immediate | null = null
  const flush = (): void => {
    if (turn) clearImmediate(turn)
    turn = null
    if (waiting.length === 0) return
    const lines = waiting
    waiting = []
    onLines(lines)
  }
  return {
    take: line => {
      const parsed = parseFdbLine(line)
      if (parsed === null) return
      if ('issue' in parsed) return onUnread(parsed.issue)
      waiting.push(parsed)
      turn ??= setImmediate(flush)
    },
    flush,
    stop: () => {
      if (turn) clearImmediate(turn)
      turn = null
      waiting = []
    },
  }
}
