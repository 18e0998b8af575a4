import { useCallback, useEffect, useMemo } from 'react'
import useSWRInfinite from 'swr/infinite'
import { FdbAnswer } from '@/lib/model/api'
import type { FdbRow } from '@/lib/model/overlay'
import { type FdbRequest, fdbUrl } from './fdb-query'
import type { ApiFault } from './fetcher'
import { fetchAnswer } from './fetcher'
import { LIVE, REFRESH_MS } from './use-api'

const PAGE = 200
/** What is loaded is read anew as often as other things, but by no more than so many requests a second. */
const REQUESTS_PER_S = 2.5

const refreshEvery = (pages: number): number => Math.max(REFRESH_MS, (pages / REQUESTS_PER_S) * 1000)

/** Rows of the FDB, page after page; `more` fetches the next one. */
export const useFdbPages = (request: Omit<FdbRequest, 'limit' | 'cursor'>) => {
  const key = (index: number, before: FdbAnswer | null): string | null => {
    if (index > 0 && (before === null || before.nextCursor === null)) return null
    return fdbUrl({ ...request, limit: PAGE, cursor: index === 0 ? null : (before?.nextCursor ?? null) })
  }
  const { data, error, size, setSize, isLoading, isValidating, mutate } = useSWRInfinite<FdbAnswer, ApiFault>(
    key,
    (url: string) => fetchAnswer(FdbAnswer, url),
    { ...LIVE, refreshInterval: 0, revalidateFirstPage: false, persistSize: false, shouldRetryOnError: false },
  )
  const every = refreshEvery(data?.length ?? 1)
  useEffect(() => {
    // SWR's own interval reads no page of a list anew; asking for the list again reads all of them.
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void mutate()
    }, every)
    return () => clearInterval(timer)
  }, [mutate, every])
  const rows = useMemo(() => {
    const byId = new Map<string, FdbRow>()
    for (const page of data ?? []) for (const row of page.rows) byId.set(row.id, row)
    return [...byId.values()]
  }, [data])
  const last = data?.at(-1)
  const complete = last !== undefined && last.nextCursor === null
  const more = useCallback(() => {
    if (!isValidating && !complete) void setSize(count => count + 1)
  }, [isValidating, complete, setSize])
  return {
    rows,
    total: data?.[0]?.total ?? null,
    answeredAt: data?.[0]?.now ?? null,
    fault: error,
    loading: isLoading,
    loadingMore: size > (data?.length ?? 0),
    more,
  }
}
