import { afterEach, beforeEach } from 'vitest'
import { type History, type HistoryOptions, openHistory } from './index'
import { aDirectory, NOON } from './testing'

/** Histories of one file, each test its own; all are closed and removed behind it. Their time begins at `begin`, ms. */
export const testHistory = (begin = NOON) => {
  let place: ReturnType<typeof aDirectory>
  let opened: History[] = []
  let now = begin
  beforeEach(() => {
    place = aDirectory()
    now = begin
  })
  afterEach(async () => {
    for (const history of opened) await history.close()
    opened = []
    place.remove()
  })
  return {
    /** The database, of this test. */
    file: (): string => place.file,
    now: (): number => now,
    /** What they take for the time from then on, ms. */
    setNow: (at: number): void => {
      now = at
    },
    open: async (options: Partial<HistoryOptions> = {}): Promise<History> => {
      const result = await openHistory({ file: place.file, now: () => now, ...options })
      if (!result.ok) throw new Error(result.error.message)
      opened.push(result.value)
      return result.value
    },
    close: async (history: History): Promise<void> => {
      opened = opened.filter(other => other !== history)
      await history.close()
    },
  }
}
