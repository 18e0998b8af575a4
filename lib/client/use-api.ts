import useSWR, { type SWRConfiguration } from 'swr'
import type { z } from 'zod'
import { FdbAnswer, NodeAnswer, OverlayAnswer, RawAnswer } from '@/lib/model/api'
import type { Iso } from '@/lib/model/overlay'
import { fdbUrl } from './fdb-query'
import { type ApiFault, fetchAnswer } from './fetcher'

/** How often what is on the screen is asked for again, while the page is visible. */
export const REFRESH_MS = 2_000

/** What a page knows of one resource: the last good answer stays when a later request fails. */
export interface Known<T> {
  data: T | undefined
  fault: ApiFault | undefined
  loading: boolean
}

/** SWR stops its interval while there is an error: the retry takes over at the same pace, so a server that comes back is seen at once. */
export const LIVE: SWRConfiguration = {
  refreshInterval: REFRESH_MS,
  dedupingInterval: 500,
  focusThrottleInterval: REFRESH_MS,
  keepPreviousData: true,
  onErrorRetry: (_error, _key, _config, revalidate, { retryCount }) => {
    setTimeout(() => revalidate({ retryCount }), REFRESH_MS)
  },
}

const useAnswer = <T extends { now: Iso }>(
  schema: z.ZodType<T>,
  url: string | null,
  refresh = REFRESH_MS,
): Known<T> => {
  const { data, error, isLoading } = useSWR<T, ApiFault>(url, (key: string) => fetchAnswer(schema, key), {
    ...LIVE,
    refreshInterval: refresh,
  })
  return { data, fault: error, loading: isLoading }
}

export const useOverlay = (): Known<OverlayAnswer> => useAnswer(OverlayAnswer, '/api/v1/overlay')

/** Rows behind what the graph has open; `null` asks nothing. */
export const useFdbRows = (query: Parameters<typeof fdbUrl>[0] | null): Known<FdbAnswer> =>
  useAnswer(FdbAnswer, query === null ? null : fdbUrl(query))

/** How many entries a node has; asked for more rarely, as nothing hangs on it. */
export const useRowCount = (node: string): number | null =>
  useAnswer(FdbAnswer, fdbUrl({ node, scope: 'all', limit: 1 }), 10_000).data?.total ?? null

export const useNode = (name: string): Known<NodeAnswer> =>
  useAnswer(NodeAnswer, `/api/v1/nodes/${encodeURIComponent(name)}`)

export const useRaw = (name: string): Known<RawAnswer> =>
  useAnswer(RawAnswer, `/api/v1/nodes/${encodeURIComponent(name)}/raw`, 5_000)
