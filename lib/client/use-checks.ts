import { useEffect } from 'react'
import useSWR from 'swr'
import { ChecksAnswer } from '@/lib/model/finding'
import { type ApiFault, fetchAnswer } from './fetcher'
import { listenToStream } from './live-stream'
import { type Known, LIVE, usePolling } from './use-api'

export const CHECKS_URL = '/api/v1/checks'
/** Evidence and verdicts change without an event: it is asked for again so often all the same. */
const SLOW_MS = 10_000

/** What is found now: asked for again when the stream tells that something opened or closed. */
export const useChecks = (): Known<ChecksAnswer> => {
  const { data, error, isLoading, mutate } = useSWR<ChecksAnswer, ApiFault>(
    CHECKS_URL,
    (url: string) => fetchAnswer(ChecksAnswer, url),
    { ...LIVE, ...usePolling(SLOW_MS) },
  )
  useEffect(
    () =>
      listenToStream(messages => {
        const told = messages.some(
          message =>
            message.type === 'reset' ||
            (message.type === 'happened' &&
              (message.event.kind === 'findingOpened' || message.event.kind === 'findingClosed')),
        )
        if (told) void mutate()
      }),
    [mutate],
  )
  return { data, fault: error, loading: isLoading }
}
