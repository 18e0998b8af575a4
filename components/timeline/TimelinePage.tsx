'use client'

import { ArrowUp } from 'lucide-react'
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react'
import { isFiltered, parseEventFilter } from '@/lib/client/event-filter'
import { momentText } from '@/lib/client/moment'
import { formatExact, plural } from '@/lib/client/time'
import { useConnection } from '@/lib/client/use-connection'
import { useEvents } from '@/lib/client/use-events'
import { useMoment } from '@/lib/client/use-moment'
import { useUrl } from '@/lib/client/use-url'
import type { Event } from '@/lib/model/event'
import { Button } from '../ui/Button'
import { Notice } from '../ui/Notice'
import { Skeleton } from '../ui/Skeleton'
import { EventRow } from './EventRow'
import { MacLife } from './MacLife'
import { TimelineFilters } from './TimelineFilters'

/** So near to the top is at the top. */
const TOP = 8
const AHEAD = 600

const dayOf = (event: Event): string => formatExact(Date.parse(event.at)).slice(0, 10)

const Day = ({ day, children }: { day: string; children: ReactNode }) => (
  <section>
    <h2 className="sticky top-0 z-10 border-line border-b bg-surface px-4 py-1 text-ink-2 text-small tabular-nums">
      {day}
    </h2>
    <ol>{children}</ol>
  </section>
)

const byDay = (events: readonly Event[]): { day: string; events: Event[] }[] => {
  const days: { day: string; events: Event[] }[] = []
  for (const event of events) {
    const day = dayOf(event)
    const last = days.at(-1)
    if (last?.day === day) last.events.push(event)
    else days.push({ day, events: [event] })
  }
  return days
}

const Nothing = ({ filtered, onClear }: { filtered: boolean; onClear: () => void }) =>
  filtered ? (
    <Notice title="Nothing of that kind is recorded">
      <p>Nothing that matches the filter has happened since recording began. What does from now on appears here.</p>
      <Button onClick={onClear}>Clear the filter</Button>
    </Notice>
  ) : (
    <Notice title="Nothing has happened yet">
      <p>
        Entries that are learned, move or age out, devices and nodes that come and go: each stands here from the moment
        the server saw it.
      </p>
    </Notice>
  )

/** What happened on the nodes, newest first, live at the top; in the past what had happened by then. */
export const TimelinePage = () => {
  const { params, change } = useUrl()
  const at = useMoment()
  const filter = useMemo(() => {
    const asked = parseEventFilter(params)
    return at === null ? asked : { ...asked, until: momentText(at + 1) }
  }, [params, at])
  const [scrolled, setScrolled] = useState(false)
  const scroller = useRef<HTMLElement>(null)
  const { events, fresh, held, release, loaded, complete, more, loading, fault } = useEvents(filter, scrolled)
  const { stale, text } = useConnection()
  const days = useMemo(() => byDay(events), [events])
  const came = useMemo(() => new Set(fresh.map(event => event.id)), [fresh])
  const onMac = useCallback((mac: string) => change({ mac }), [change])
  const onScroll = () => {
    const element = scroller.current
    if (element === null) return
    const down = element.scrollTop > TOP
    setScrolled(down)
    if (!down) release()
    if (element.scrollHeight - element.scrollTop - element.clientHeight < AHEAD) more()
  }
  const toTop = () => {
    release()
    scroller.current?.scrollTo({ top: 0 })
  }
  const recording = fault?.error.code !== 'noHistory'
  return (
    <div className="flex h-full flex-col">
      <TimelineFilters filter={filter} onChange={change} />
      {fault !== undefined && events.length > 0 && (
        <div className="px-4 py-3">
          <Notice size="line" title={fault.error.message} tone={recording ? 'bad' : 'warn'}>
            {recording
              ? fault.error.hint
              : `${fault.error.hint} What is seen here was not kept, and goes with this page.`}
          </Notice>
        </div>
      )}
      {stale && fault === undefined && (
        <div className="px-4 py-3">
          <Notice size="line" title={`The timeline is ${text.replace('no server, ', '')}`} tone="bad">
            What has happened since appears once the server answers.
          </Notice>
        </div>
      )}
      {events.length === 0 && fault !== undefined && (
        <Notice
          title={recording ? fault.error.message : 'No history is kept'}
          tone={fault.error.code === 'starting' ? 'plain' : recording ? 'bad' : 'warn'}
        >
          <p>{recording ? fault.error.hint : `${fault.error.message} ${fault.error.hint}`}</p>
          <p className="mono text-ink-3">{fault.error.code}</p>
        </Notice>
      )}
      {events.length === 0 && loading && fault === undefined && <Skeleton label="Asking for what happened" rows={10} />}
      {events.length === 0 && loaded && fault === undefined && (
        <Nothing
          filtered={isFiltered(filter)}
          onClear={() => change({ mac: null, vni: null, node: null, kind: null })}
        />
      )}
      {events.length > 0 && (
        <div className="relative min-h-0 flex-1">
          {held > 0 && (
            <div className="-translate-x-1/2 absolute top-2 left-1/2 z-20">
              <Button className="rounded-full border-accent/45 text-accent shadow-high" onClick={toTop}>
                <ArrowUp aria-hidden className="size-3.5" />
                {held} new
              </Button>
            </div>
          )}
          <section aria-label="Events" className="h-full overflow-y-auto" onScroll={onScroll} ref={scroller}>
            {filter.mac !== null && <MacLife complete={complete} events={events} mac={filter.mac} />}
            {days.map(({ day, events: own }) => (
              <Day day={day} key={day}>
                {own.map(event => (
                  <EventRow event={event} fresh={came.has(event.id)} key={event.id} onMac={onMac} />
                ))}
              </Day>
            ))}
            <p className="px-4 py-3 text-ink-3 text-small">
              {complete ? `${plural(events.length, 'event')}; nothing older is recorded.` : ''}
              {!complete && loaded && (
                <Button look="ghost" onClick={more}>
                  Older events
                </Button>
              )}
            </p>
          </section>
        </div>
      )}
    </div>
  )
}
