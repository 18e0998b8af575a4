import { useCallback, useEffect, useMemo, useState } from 'react'
import useSWRInfinite from 'swr/infinite'
import { type Event, EventsAnswer } from '@/lib/model/event'
import { type EventFilter, eventsUrl, matchesEvent, mergeEvents } from './event-filter'
import { type ApiFault, fetchAnswer } from './fetcher'
import { listenToStream } from './live-stream'
import { LIVE, REFRESH_MS } from './use-api'
import { usePollPages } from './use-poll-pages'

const LIVE_KEPT = 2_000
/** Where no stream tells: a list that is being read is asked for again only so often. */
const HELD_MS = 60_000

interface Live {
  shown: readonly Event[]
  /** Came while the reader was further down. */
  held: readonly Event[]
}

const NONE: Live = { shown: [], held: [] }

const showHeld = (live: Live): Live =>
  live.held.length === 0 ? live : { shown: [...live.held, ...live.shown].slice(0, LIVE_KEPT), held: [] }

/**
 * What happened, newest first, page after page, with what happens from now on at the top. While `hold`, that is only
 * counted, until `release` is called.
 */
export const useEvents = (filter: EventFilter, hold: boolean) => {
  const first = eventsUrl(filter, null)
  const key = (index: number, before: EventsAnswer | null): string | null => {
    if (index > 0 && (before === null || before.nextCursor === null)) return null
    return index === 0 ? first : eventsUrl(filter, before?.nextCursor ?? null)
  }
  const { data, error, setSize, isLoading, isValidating, mutate } = useSWRInfinite<EventsAnswer, ApiFault>(
    key,
    (url: string) => fetchAnswer(EventsAnswer, url),
    { ...LIVE, revalidateFirstPage: false, persistSize: false, shouldRetryOnError: false, keepPreviousData: false },
  )
  const again = useCallback(() => void mutate(), [mutate])
  usePollPages(again, hold ? HELD_MS : REFRESH_MS, error !== undefined)
  const [live, setLive] = useState<{ of: string } & Live>({ of: first, ...NONE })
  const own = live.of === first ? live : NONE
  useEffect(
    () =>
      listenToStream(messages => {
        if (messages.some(message => message.type === 'reset')) again()
        const fresh = messages
          .flatMap(message =>
            message.type === 'happened' && matchesEvent(message.event, filter) ? [message.event] : [],
          )
          .reverse()
        if (fresh.length === 0) return
        setLive(known => {
          const { shown, held } = known.of === first ? known : NONE
          const next = { of: first, shown, held: [...fresh, ...held].slice(0, LIVE_KEPT) }
          return hold ? next : { of: first, ...showHeld(next) }
        })
      }),
    [again, filter, first, hold],
  )
  const release = useCallback(
    () => setLive(known => (known.held.length === 0 ? known : { of: known.of, ...showHeld(known) })),
    [],
  )
  const events = useMemo(() => {
    const held = new Set(own.held.map(event => event.id))
    const loaded = (data ?? []).flatMap(page => page.events).filter(event => !held.has(event.id))
    return mergeEvents(own.shown, loaded)
  }, [data, own])
  const complete = data !== undefined && data.at(-1)?.nextCursor === null
  const more = useCallback(() => {
    if (!isValidating && !complete) void setSize(size => size + 1)
  }, [isValidating, complete, setSize])
  return {
    events,
    fresh: own.shown,
    held: own.held.length,
    release,
    loaded: data !== undefined,
    complete,
    more,
    loading: isLoading,
    fault: error,
  }
}
