import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useSWRConfig } from 'swr'
import { momentText } from './moment'
import { pastPending, watchPastRequests } from './past-requests'

const never = () => false

/** Whether something of the past is asked for. */
export const usePastPending = (): boolean => useSyncExternalStore(watchPastRequests, pastPending, never)

/** Moments whose answers are kept: to go to and fro costs nothing, and a long drag no memory. */
const KEPT = 6

/** Lets go of answers about moments that were left a while ago. Once per page. */
export const useForgetPast = (at: number | null): void => {
  const { cache } = useSWRConfig()
  const recent = useRef<string[]>([])
  useEffect(() => {
    if (at === null) return
    const text = encodeURIComponent(momentText(at))
    recent.current = [text, ...recent.current.filter(other => other !== text)].slice(0, KEPT)
    for (const key of [...cache.keys()]) {
      const of = /[?&]at=([^&#]+)/.exec(key)?.[1]
      if (of !== undefined && !recent.current.includes(of)) cache.delete(key)
    }
  }, [at, cache])
}
