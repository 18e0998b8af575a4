import { useEffect } from 'react'
import { useSWRConfig } from 'swr'
import type { OverlayAnswer } from '@/lib/model/api'
import { followOverlay } from './apply-delta'
import { beginStream, listenToStream } from './live-stream'
import { nodesTold } from './nodes-told'
import type { StreamMessage } from './stream-message'
import { nodeUrl, OVERLAY_URL, useLiveOverlay } from './use-api'
import { useStreamPhase } from './use-stream'

/** How often at most the whole is asked for where the stream can't be followed. */
const AGAIN_MS = 500

/** A large overlay is drawn anew at most so often: the first change at once, what follows on its heels together. */
const CALM_MS = 250
const MANY_TUNNELS = 1_000
const MANY_NODES = 100

const isLarge = (overlay: OverlayAnswer | undefined): boolean =>
  overlay !== undefined && (overlay.tunnels.length > MANY_TUNNELS || overlay.nodes.length > MANY_NODES)

/** Keeps the overlay, and what is known of nodes, up with the stream. Once per page. */
export const useLiveUpdates = (): void => {
  const { cache, mutate } = useSWRConfig()
  const { data } = useLiveOverlay()
  const revision = data?.revision
  useEffect(() => {
    if (revision !== undefined) beginStream(revision)
  }, [revision])

  const phase = useStreamPhase()
  useEffect(() => {
    // Whether the server is there at all, only a request tells.
    if (phase === 'off') void mutate(OVERLAY_URL)
  }, [phase, mutate])

  useEffect(() => {
    let asking: ReturnType<typeof setTimeout> | undefined
    const again = (): void => {
      if (asking !== undefined) return
      asking = setTimeout(() => {
        asking = undefined
      }, AGAIN_MS)
      void mutate(OVERLAY_URL)
    }
    const apply = (messages: readonly StreamMessage[]): void => {
      const known: OverlayAnswer | undefined = cache.get(OVERLAY_URL)?.data
      if (known === undefined) return
      const next = followOverlay(known, messages)
      if (next === null) again()
      else if (next !== known) void mutate(OVERLAY_URL, next, { revalidate: false })
      const changed = new Set([...nodesTold(messages)].map(nodeUrl))
      if (changed.size > 0) void mutate(key => typeof key === 'string' && changed.has(key))
    }
    let waiting: StreamMessage[] = []
    let gathering: ReturnType<typeof setTimeout> | undefined
    const gather = (): void => {
      const messages = waiting
      waiting = []
      gathering = messages.length === 0 ? undefined : setTimeout(gather, CALM_MS)
      if (messages.length > 0) apply(messages)
    }
    const stop = listenToStream(messages => {
      if (!isLarge(cache.get(OVERLAY_URL)?.data)) {
        apply([...waiting.splice(0), ...messages])
        return
      }
      waiting.push(...messages)
      if (gathering === undefined) gather()
    })
    return () => {
      stop()
      clearTimeout(asking)
      clearTimeout(gathering)
    }
  }, [cache, mutate])
}
