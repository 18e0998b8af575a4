import { useEffect } from 'react'
import { useMoment } from './use-moment'
import { useStreamPhase } from './use-stream'

/**
 * Asks `again` every `every` ms while the page is in sight and no stream tells, or the last answer failed: SWR's own interval
 * reads no page of a list anew, asking for the list again reads all of them.
 * Of the past nothing is asked again.
 */
export const usePollPages = (again: () => void, every: number, failed: boolean): void => {
  const past = useMoment() !== null
  const told = useStreamPhase() === 'live' && !failed
  const quiet = past || told
  useEffect(() => {
    if (quiet) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') again()
    }, every)
    return () => clearInterval(timer)
  }, [again, every, quiet])
}
