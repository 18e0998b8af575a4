import useSWR, { type SWRConfiguration } from 'swr'
import type { z } from 'zod'
import { FdbAnswer, NodeAnswer, NodesAnswer, OverlayAnswer, RawAnswer, TunnelAnswer } from '@/lib/model/api'
import type { ApiError } from '@/lib/model/error'
import { followOverlay } from './apply-delta'
import { type FdbRequest, fdbUrl, requestAt } from './fdb-query'
import { type ApiFault, createConditionalFetch, fetchAnswer } from './fetcher'
import { lastMessages } from './live-stream'
import { isPast, momentText } from './moment'
import { useFollowedFdb } from './use-followed-fdb'
import { useMoment } from './use-moment'
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

/** What was doesn't change: it is asked for again only when no server was there to tell. */
export const PAST: SWRConfiguration = {
  ...LIVE,
  refreshInterval: 0,
  revalidateOnFocus: false,
  shouldRetryOnError: fault => fault.status === null || fault.error.code === 'starting',
}

/** The previous picture stays until the next is there, but what was is never shown as what is. */
export const fits = (at: number | null, answer: { revision: string } | undefined): boolean =>
  answer === undefined || at !== null || !isPast(answer)

/** Nothing is asked for again while the stream tells of every change. */
export const usePolling = (slow = 0): { refreshInterval: number; revalidateOnFocus: boolean } => {
  const told = useStreamPhase() === 'live'
  return { refreshInterval: told ? slow : REFRESH_MS, revalidateOnFocus: !told }
}

interface Asked extends SWRConfiguration {
  /** The moment that is asked for; `null` for now. */
  at: number | null
}

const useAnswer = <T extends { revision: string }>(
  schema: z.ZodType<T>,
  url: string | null,
  { at, ...polling }: Asked,
  fetch = (key: string): Promise<T> => fetchAnswer(schema, key),
): Known<T> & { again: () => void } => {
  const config = at === null ? { ...LIVE, ...polling } : PAST
  const { data, error, isLoading, mutate } = useSWR<T, ApiFault>(url, fetch, config)
  return { data: fits(at, data) ? data : undefined, fault: error, loading: isLoading, again: mutate }
}

/** What tunnels were read from is most of an overlay, and is asked for where one is looked at. */
export const OVERLAY_URL = '/api/v1/overlay?evidence=none'

const fetchIfChanged = createConditionalFetch(OverlayAnswer)

/** The answer may have been overtaken by the stream while it was on its way. */
const fetchOverlay = async (url: string): Promise<OverlayAnswer> => {
  const answer = await fetchIfChanged(url)
  return followOverlay(answer, lastMessages()) ?? answer
}

const useNow = (): Asked => ({ ...usePolling(), at: null, compare: Object.is })

/** The overlay as it is now, which `useLiveUpdates` keeps up, whatever moment is shown. */
export const useLiveOverlay = (): Known<OverlayAnswer> => useAnswer(OverlayAnswer, OVERLAY_URL, useNow(), fetchOverlay)

/** The overlay of the moment that is shown. */
export const useOverlay = (): Known<OverlayAnswer> => {
  const at = useMoment()
  const live = useNow()
  const url = at === null ? OVERLAY_URL : `${OVERLAY_URL}&at=${encodeURIComponent(momentText(at))}`
  return useAnswer(OverlayAnswer, url, { ...live, at }, at === null ? fetchOverlay : undefined)
}

/** Rows behind what the graph has open, of the moment that is shown; those of now are kept up by the stream. `null` asks nothing. */
export const useFdbRows = (asked: FdbRequest | null): Known<FdbAnswer> => {
  const at = useMoment()
  const query = asked === null ? null : requestAt(asked, at)
  const url = query === null ? null : fdbUrl(query)
  const { data, again, ...known } = useAnswer(FdbAnswer, url, { ...usePolling(), at })
  const list = useFollowedFdb(data, query, again)
  if (data === undefined || list === null) return { ...known, data }
  return { ...known, data: list.answer }
}

/** How many entries a node has at the moment that is shown; asked for more rarely, as nothing hangs on it. */
export const useRowCount = (node: string): number | null => {
  const at = useMoment()
  const url = fdbUrl(requestAt({ node, scope: 'all', limit: 1 }, at))
  return useAnswer(FdbAnswer, url, { refreshInterval: 10_000, at }).data?.total ?? null
}

/** A tunnel of the moment that is shown, with the lines it was read from; `null` asks nothing. */
export const useTunnel = (id: string | null): Known<TunnelAnswer> & { again: () => void } => {
  const at = useMoment()
  const then = at === null ? '' : `?at=${encodeURIComponent(momentText(at))}`
  const url = id === null ? null : `/api/v1/tunnels/${encodeURIComponent(id)}${then}`
  return useAnswer(TunnelAnswer, url, { ...usePolling(SLOW_MS), at })
}

/** One node as it is now: its devices are known of its last reading only. */
export const useNode = (name: string): Known<NodeAnswer> =>
  useAnswer(NodeAnswer, nodeUrl(name), { ...usePolling(SLOW_MS), at: null })

/** Why the inventory's file, as it is now, is not in use; `null` where it is, or nobody knows yet. */
export const useInventoryError = (): ApiError | null =>
  useAnswer(NodesAnswer, '/api/v1/nodes', { ...usePolling(SLOW_MS), at: null }).data?.inventoryError ?? null

export const nodeUrl = (name: string): string => `/api/v1/nodes/${encodeURIComponent(name)}`

export const useRaw = (name: string): Known<RawAnswer> =>
  useAnswer(RawAnswer, `${nodeUrl(name)}/raw`, { refreshInterval: 5_000, at: null })
