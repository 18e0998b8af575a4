import { useCallback, useState } from 'react'
import useSWRInfinite from 'swr/infinite'
import { FdbAnswer } from '@/lib/model/api'
import { type FdbRequest, fdbUrl, requestAt } from './fdb-query'
import type { ApiFault } from './fetcher'
import { fetchAnswer } from './fetcher'
import { fits, LIVE, PAST, REFRESH_MS } from './use-api'
import { useFollowedPages } from './use-followed-fdb'
import { useMoment } from './use-moment'
import { usePollPages } from './use-poll-pages'

/** Rows of the first page, more than a screen has, so that it comes soon; and of each that follows. */
const FIRST_PAGE = 100
const PAGE = 200
/** What is loaded is read anew as often as other things, but by no more than so many requests a second. */
const REQUESTS_PER_S = 2.5

/** Rows of the FDB at the moment that is shown, page after page, those of now kept up by the stream; `more` fetches the next one. `null` asks nothing. */
export const useFdbPages = (asked: Omit<FdbRequest, 'limit' | 'cursor' | 'at'> | null) => {
  const at = useMoment()
  const request = asked === null ? null : requestAt(asked, at)
  const key = (index: number, before: FdbAnswer | null): string | null => {
    if (request === null) return null
    if (index > 0 && (before === null || before.nextCursor === null)) return null
    return index === 0
      ? fdbUrl({ ...request, limit: FIRST_PAGE })
      : fdbUrl({ ...request, limit: PAGE, cursor: before?.nextCursor ?? null })
  }
  const {
    data: pages,
    error,
    size,
    setSize,
    isLoading,
    isValidating,
    mutate,
  } = useSWRInfinite<FdbAnswer, ApiFault>(key, (url: string) => fetchAnswer(FdbAnswer, url), {
    ...(at === null ? { ...LIVE, shouldRetryOnError: false } : PAST),
    ...{ refreshInterval: 0, revalidateFirstPage: false, persistSize: false },
  })
  // Until the answer is there the one before stays.
  const first = key(0, null) ?? ''
  const [answers, setAnswers] = useState(first)
  if (!isLoading && answers !== first) setAnswers(first)
  const data = pages?.every(page => fits(at, page)) ? pages : undefined
  const again = useCallback(() => void mutate(), [mutate])
  usePollPages(again, Math.max(REFRESH_MS, ((data?.length ?? 1) / REQUESTS_PER_S) * 1000), error !== undefined)
  const list = useFollowedPages(data, request, again)
  const last = data?.at(-1)
  const complete = last !== undefined && last.nextCursor === null
  const more = useCallback(() => {
    if (!isValidating && !complete) void setSize(count => count + 1)
  }, [isValidating, complete, setSize])
  return {
    list,
    /** What is asked by the rows that are there. */
    answers,
    fault: error,
    loading: isLoading,
    loadingMore: size > (data?.length ?? 0),
    more,
  }
}
