import type { ApiError } from '@/lib/model/error'
import type { Result } from '@/lib/model/result'

/**
 * cannotOpen: no file could be opened or made there. newer: the file was written by a newer release. queueFull: events come
 * faster than they can be written. diskFull, damaged, io: what SQLite said. tooOld: a moment before the oldest kept.
 * badCursor: no cursor of ours. closed: the history was closed, or its worker has ended.
 */
export type HistoryErrorCode =
  | 'cannotOpen'
  | 'newer'
  | 'queueFull'
  | 'diskFull'
  | 'damaged'
  | 'io'
  | 'tooOld'
  | 'badCursor'
  | 'closed'

export interface HistoryError extends ApiError {
  code: HistoryErrorCode
}

export type HistoryResult<T> = Result<T, HistoryError>

const HINTS: Record<HistoryErrorCode, string> = {
  cannotOpen: 'Check that the directory exists and can be written by this user.',
  newer: 'Start the release that wrote it, or move the file away to begin a new history.',
  queueFull: 'The disk is too slow for what happens; the next keyframe of each node makes its history whole again.',
  diskFull: 'Make room on the disk that holds the history, or lower its size limit.',
  damaged: 'Restart: a damaged history is moved aside and a new one begun.',
  io: 'Look at the disk that holds the history.',
  tooOld: 'Ask for a later moment.',
  badCursor: 'Begin again without a cursor.',
  closed: 'Restart the server to record again.',
}

export const historyError = (code: HistoryErrorCode, message: string): HistoryError => ({
  code,
  message,
  hint: HINTS[code],
})

/** SQLite's result codes are the start of its extended ones: `SQLITE_IOERR_WRITE` is an `SQLITE_IOERR`. */
const BY_SQLITE_CODE: readonly [string, HistoryErrorCode][] = [
  ['SQLITE_FULL', 'diskFull'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
]

const codeOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''

/** What was thrown by SQLite or the file system, as a value. */
export const errorFrom = (cause: unknown, otherwise: HistoryErrorCode = 'io'): HistoryError => {
  const code = codeOf(cause)
  const known = BY_SQLITE_CODE.find(([start]) => code.startsWith(start))
  return historyError(known?.[1] ?? otherwise, cause instanceof Error ? cause.message : String(cause))
}
