import useSWR, { type SWRConfiguration } from 'swr'
import type { z } from 'zod'
import { FdbAnswer, NodeAnswer, OverlayAnswer, RawAnswer, TunnelAnswer } from '@/lib/model/api'
import { followOverlay } from './apply-delta'
import { type FdbRequest, fdbUrl } from './fdb-query'
import { type ApiFault, createConditionalFetch, fetchAnswer } from './fetcher'
import { lastMessages } from './live-stream'
import { useFollowedFdb } from './use-followed-fdb'
import { useStreamPhase } from './use-stream'

/** How often what is on the screen is asked for again, while the page is visible and no stream tells. */
export const REFRESH_MS = 4_000
/** What the stream tells only in part is asked for again so often all the same. */
const SLOW_MS = 15_000

/** What a page knows of one resource: the last good answer stays when a later request fails. */
export interface Known<T> {
  data: T | undefined
  fault: ApiFault | undefined
  loading: boolean
}

/** SWR stops its interval while there is an error: the retry takes over at the same pace, so a server that comes back is seen at once. */
export const LIVE: SWRConfiguration = {
  dedupingInterval: 500,
  focusThrottleInterval: REFRESH_MS,
  keepPreviousData: true,
  onErrorRetry: (_error, _key, _config, revalidate, { retryCount }) => {
    setTimeout(() => revalidate({ retryCount }), REFRESH_MS)
  },
}

/** Nothing is asked for again while the stream tells of every change. */
export const usePolling = (slow = 0): { refreshInterval: number; revalidateOnFocus: boolean } => {
  const told = useStreamPhase() === 'live'
  return { refreshInterval: told ? slow : REFRESH_MS, revalidateOnFocus: !told }
}

const useAnswer = <T extends object>(
  schema: z.ZodType<T>,
  url: string | null,
  polling: SWRConfiguration,
  fetch = (key: string): Promise<T> => fetchAnswer(schema, key),
): Known<T> & { again: () => void } => {
  const { data, error, isLoading, mutate } = useSWR<T, ApiFault>(url, fetch, { ...LIVE, ...polling })
  return { data, fault: error, loading: isLoading, again: mutate }
}

/** What tunnels were read from is most of an overlay, and is asked for where one is looked at. */
export const OVERLAY_URL = '/api/v1/overlay?evidence=none'

const fetchIfChanged = createConditionalFetch(OverlayAnswer)

/** The answer may have been overtaken by the stream while it was on its way. */
const fetchOverlay = async (url: string): Promise<OverlayAnswer> => {
  const answer = await fetchIfChanged(url)
  return followOverlay(answer, lastMessages()) ?? answer
}

/** The overlay, which `useLiveUpdates` keeps up. */
export const useOverlay = (): Known<OverlayAnswer> =>
  useAnswer(OverlayAnswer, OVERLAY_URL, { ...usePolling(), compare: Object.is }, fetchOverlay)

/** Rows behind what the graph has open, kept up by the stream; `null` asks nothing. */
export const useFdbRows = (query: FdbRequest | null): Known<FdbAnswer> => {
  const { data, again, ...known } = useAnswer(FdbAnswer, query === null ? null : fdbUrl(query), usePolling())
  const list = useFollowedFdb(data, query, again)
  if (data === undefined || list === null) return { ...known, data }
  return { ...known, data: list.answer }
}

/** How many entries a node has; asked for more rarely, as nothing hangs on it. */
export const useRowCount = (node: string): number | null =>
  useAnswer(FdbAnswer, fdbUrl({ node, scope: 'all', limit: 1 }), { refreshInterval: 10_000 }).data?.total ?? null

/** A tunnel with the lines it was read from; `null` asks nothing. */
export const useTunnel = (id: string | null): Known<TunnelAnswer> & { again: () => void } =>
  useAnswer(TunnelAnswer, id === null ? null : `/api/v1/tunnels/${encodeURIComponent(id)}`, usePolling(SLOW_MS))

export const useNode = (name: string): Known<NodeAnswer> => useAnswer(NodeAnswer, nodeUrl(name), usePolling(SLOW_MS))

export const nodeUrl = (name: string): string => `/api/v1/nodes/${encodeURIComponent(name)}`

export const useRaw = (name: string): Known<RawAnswer> =>
  useAnswer(RawAnswer, `${nodeUrl(name)}/raw`, { refreshInterval: 5_000 })
