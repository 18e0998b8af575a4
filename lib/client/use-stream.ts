import { useCallback, useSyncExternalStore } from 'react'
import type { Event } from '@/lib/model/event'
import { lastEvents, listenToStream, streamPhase, watchPhase } from './live-stream'
import type { StreamPhase } from './stream-message'

const NOT_YET = () => null
const NONE: readonly Event[] = []

/** Whether the stream is read; `null` before it was begun. */
export const useStreamPhase = (): StreamPhase | null => useSyncExternalStore(watchPhase, streamPhase, NOT_YET)

/** What `read` makes of the events of the last moments; drawn again only when that is something else. */
export const useLastEvents = <T extends string | number | null>(read: (events: readonly Event[]) => T): T =>
  useSyncExternalStore(
    listenToStream,
    useCallback(() => read(lastEvents()), [read]),
    useCallback(() => read(NONE), [read]),
  )
