import { useCallback, useSyncExternalStore } from 'react'
import { type FindingMark, listenToMarks, markOf } from './finding-marks'
import { useMoment } from './use-moment'

const NONE = (): null => null

/** What is wrong now with a subject (`node:vyos01`); nothing while the past is shown. */
export const useFindingMark = (subject: string): FindingMark | null => {
  const past = useMoment() !== null
  const mark = useSyncExternalStore(
    listenToMarks,
    useCallback(() => markOf(subject), [subject]),
    NONE,
  )
  return past ? null : mark
}
