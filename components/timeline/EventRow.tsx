'use client'

import clsx from 'clsx'
import { History } from 'lucide-react'
import { memo } from 'react'
import { lookAt } from '@/lib/client/event-look'
import { eventTone, eventWord } from '@/lib/client/event-words'
import { formatClock, formatExact } from '@/lib/client/time'
import type { Event } from '@/lib/model/event'
import { PageLink, WayLink } from '../ui/PageLink'
import { EVENT_ICON } from './event-icons'

const LOOK = 'rounded-[3px] px-0.5 text-past hover:underline hover:underline-offset-4'
const INK = { plain: 'text-ink-2', ok: 'text-ok', warn: 'text-warn', bad: 'text-bad' } as const

/** The sentence of an event, with its MAC as the way to that MAC's own timeline. */
const Text = ({ event, onMac }: { event: Event; onMac: (mac: string) => void }) => {
  const mac = event.row?.mac
  const at = mac === undefined ? -1 : event.text.indexOf(mac)
  if (mac === undefined || at < 0) return event.text
  return (
    <>
      {event.text.slice(0, at)}
      <button
        aria-label={`What happened to ${mac}`}
        className="mono rounded-[3px] text-ink underline decoration-line-strong underline-offset-4 hover:decoration-accent"
        onClick={() => onMac(mac)}
        type="button"
      >
        {mac}
      </button>
      {event.text.slice(at + mac.length)}
    </>
  )
}

/** The ways to how it looked right before and right after. */
const Look = ({ event }: { event: Event }) => {
  const { before, after } = lookAt(event)
  const what = `${eventWord(event)}, ${event.row?.mac ?? event.node}, ${formatClock(Date.parse(event.at))}`
  return (
    <span className="space-x-1.5 whitespace-nowrap text-small">
      <History aria-hidden className="inline size-3.5 align-[-2px] text-ink-3" />
      <WayLink
        aria-label={`Look at the moment before: ${what}`}
        className={LOOK}
        href={before}
        title="As it was right before this"
      >
        before
      </WayLink>
      <WayLink
        aria-label={`Look at the moment after: ${what}`}
        className={LOOK}
        href={after}
        title="As it was right after this"
      >
        after
      </WayLink>
    </span>
  )
}

interface Props {
  event: Event
  /** It has come while the page was looked at. */
  fresh: boolean
  onMac: (mac: string) => void
}

/** One thing that happened: when, where, what, and the sentence. */
export const EventRow = memo(({ event, fresh, onMac }: Props) => {
  const Icon = EVENT_ICON[event.kind]
  const at = Date.parse(event.at)
  return (
    <li className="event-row relative flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-line border-b px-4 py-1.5 hover:bg-raised md:grid md:py-[5px] md:grid-cols-[72px_112px_132px_1fr_auto] md:gap-x-4">
      {fresh && <span aria-hidden className="row-flash pointer-events-none absolute inset-0" />}
      <time className="mono text-ink-2" dateTime={event.at} title={formatExact(at)}>
        {formatClock(at)}
      </time>
      <span className="min-w-0 truncate">
        <PageLink href={`/nodes/${encodeURIComponent(event.node)}`}>{event.node}</PageLink>
      </span>
      <span className={clsx('ml-auto whitespace-nowrap md:ml-0', INK[eventTone(event.kind)])}>
        <Icon aria-hidden className="mr-1.5 inline size-3.5 align-[-2px]" strokeWidth={1.9} />
        {eventWord(event)}
      </span>
      <span className="w-full min-w-0 break-words text-ink-2 md:w-auto">
        <Text event={event} onMac={onMac} />
      </span>
      <Look event={event} />
    </li>
  )
})
EventRow.displayName = 'EventRow'
