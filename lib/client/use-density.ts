import { useEffect, useMemo, useState } from 'react'
import useSWR from 'swr'
import { DensityAnswer, type Event } from '@/lib/model/event'
import { type Mark, marksOf } from './density'
import { type ApiFault, fetchAnswer } from './fetcher'
import { lastEvents, listenToStream } from './live-stream'
import { momentText } from './moment'
import type { TimeWindow } from './time-window'

/** Buckets are counted anew so often; what happens in between is added from the stream. */
const RECOUNT_MS = 30_000
/** A far longer list would only be counted. */
const KEPT = 5_000

const densityUrl = ({ from, to, step }: TimeWindow): string => {
  const params = { since: momentText(from), until: momentText(to), buckets: String(Math.round((to - from) / step)) }
  return `/api/v1/events/density?${new URLSearchParams(params)}`
}

/** What has happened since this page listens, oldest first. */
const useHappened = (): readonly Event[] => {
  const [happened, setHappened] = useState<readonly Event[]>([])
  useEffect(() => {
    setHappened(lastEvents())
    return listenToStream(messages => {
      const fresh = messages.flatMap(message => (message.type === 'happened' ? [message.event] : []))
      if (fresh.length > 0) setHappened(known => [...known, ...fresh].slice(-KEPT))
    })
  }, [])
  return happened
}

export interface KnownDensity {
  answer: DensityAnswer | undefined
  marks: readonly Mark[]
  fault: ApiFault | undefined
}

/** How much happened in a part of the time, kept up by the stream. `null` asks nothing. */
export const useDensity = (window: TimeWindow | null): KnownDensity => {
  const { data, error } = useSWR<DensityAnswer, ApiFault>(
    window === null ? null : densityUrl(window),
    (url: string) => fetchAnswer(DensityAnswer, url),
    { refreshInterval: RECOUNT_MS, keepPreviousData: true, revalidateOnFocus: false, dedupingInterval: 2_000 },
  )
  const happened = useHappened()
  const marks = useMemo(() => marksOf(data, happened), [data, happened])
  return { answer: data, marks, fault: error }
}
