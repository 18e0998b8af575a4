import type { FdbEntry } from '@/lib/model/reading'
import { wereClocksSet } from '../ageing'

export const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((word, at) => word === b[at])

/** An entry read at `readAt` (ms) says other ages of a row than counting on from the last reading does. */
export const agesDiffer = (before: FdbEntry, after: FdbEntry, readAt: number): boolean =>
  wereClocksSet({ ...before, readAt: before.readAt ?? readAt }, { ...after, readAt: after.readAt ?? readAt })

/** Told to stay before and now, in the same words: nothing to compare, and most of what a reading of a large table tells. */
export const isSettled = (before: FdbEntry, after: FdbEntry, readAt: number): boolean =>
  (after.state === 'permanent' || after.state === 'static') &&
  before.state === after.state &&
  (before.flags === after.flags || isSameList(before.flags, after.flags)) &&
  !agesDiffer(before, after, readAt)
