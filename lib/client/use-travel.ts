import { useCallback } from 'react'
import { EventsAnswer } from '@/lib/model/event'
import { fetchAnswer } from './fetcher'
import { momentText } from './moment'
import { useAskedMoment } from './use-moment'
import { useUrl } from './use-url'

export type Travel = ReturnType<typeof useTravel>

/** The ways from moment to moment. The first step out of now is one that Back undoes. */
export const useTravel = () => {
  const { kind } = useAskedMoment()
  const { change, visit } = useUrl()
  const isNow = kind === 'now'
  const to = useCallback(
    (at: number | null) => {
      if (at === null) change({ at: null })
      else (isNow ? visit : change)({ at: momentText(at) })
    },
    [isNow, change, visit],
  )
  const back = useCallback(() => to(null), [to])
  return { to, back }
}

/** The event right before or after a moment, ms since 1970; `null` where there is none. Throws `ApiFault`. */
export const fetchNeighbour = async (at: number, direction: 'before' | 'after') => {
  const query =
    direction === 'before'
      ? { until: momentText(at), limit: '1' }
      : { since: momentText(at + 1), order: 'oldest', limit: '1' }
  const { events } = await fetchAnswer(EventsAnswer, `/api/v1/events?${new URLSearchParams(query)}`)
  return events[0] ?? null
}
