import { useEffect, useRef } from 'react'
import useSWR from 'swr'
import { TraceAnswer } from '@/lib/model/trace'
import { type ApiFault, asChange, sendChange } from './fetcher'
import { listenToStream } from './live-stream'
import { momentText } from './moment'
import { concernsTrace } from './trace-news'
import { type Known, LIVE, PAST } from './use-api'
import { useMoment } from './use-moment'

/** What is traced. */
export interface TraceQuestion {
  from: string
  vni: number
  to: string
}

/** A MAC that flaps must not have nodes asked each time: so often at most. */
const AGAIN_MS = 1000

const ask = ([, { from, vni, to }, at]: [string, TraceQuestion, number | null]): Promise<TraceAnswer> => {
  const then = at === null ? {} : { at: momentText(at) }
  return sendChange(TraceAnswer, '/api/v1/trace', asChange('POST', { from, vni, to, ...then }))
}

/** A trace of the moment that is shown; of now it is made again when something happens to one of its MACs, to a node or to a device. `null` asks nothing. */
export const useTrace = (question: TraceQuestion | null): Known<TraceAnswer> & { again: () => void } => {
  const at = useMoment()
  const key = question === null ? null : (['trace', question, at] as [string, TraceQuestion, number | null])
  // A node is asked each time: not for every change of anything.
  const config =
    at === null
      ? { ...LIVE, keepPreviousData: false, refreshInterval: 0, revalidateOnFocus: false, shouldRetryOnError: false }
      : PAST
  const { data, error, isLoading, mutate } = useSWR<TraceAnswer, ApiFault>(key, ask, config)
  const macs = useRef<readonly (string | null | undefined)[]>([])
  macs.current = [data?.from.mac, data?.to.mac]
  useEffect(() => {
    if (at !== null) return
    let timer: ReturnType<typeof setTimeout> | null = null
    let waits = false
    const askAgain = (): void => {
      waits = timer !== null
      if (waits) return
      void mutate()
      timer = setTimeout(() => {
        timer = null
        if (waits) askAgain()
      }, AGAIN_MS)
    }
    const leave = listenToStream(messages => {
      if (messages.some(message => concernsTrace(message, macs.current))) askAgain()
    })
    return () => {
      leave()
      if (timer !== null) clearTimeout(timer)
    }
  }, [at, mutate])
  return { data, fault: error, loading: isLoading, again: () => void mutate() }
}
