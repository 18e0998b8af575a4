'use client'

import clsx from 'clsx'
import { SkipBack, SkipForward } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { formatAgo, formatClock } from '@/lib/client/time'
import { parseSpan, SPANS, type Span, type TimeWindow, windowOf } from '@/lib/client/time-window'
import { useConnection } from '@/lib/client/use-connection'
import { useDensity } from '@/lib/client/use-density'
import { useAskedMoment } from '@/lib/client/use-moment'
import { useNow } from '@/lib/client/use-now'
import { useScrub } from '@/lib/client/use-scrub'
import { useSteps } from '@/lib/client/use-steps'
import { useTravel } from '@/lib/client/use-travel'
import { useUrl } from '@/lib/client/use-url'
import { Button } from '../ui/Button'
import { Track } from './Track'

const Spans = ({ id, onChange }: { id: string; onChange: (id: string) => void }) => (
  <select
    aria-label="Time in sight"
    className="h-8 shrink-0 rounded-md border border-line bg-raised px-1.5 hover:border-line-strong"
    onChange={event => onChange(event.target.value)}
    value={id}
  >
    {SPANS.map(span => (
      <option key={span.id} value={span.id}>
        {span.word}
      </option>
    ))}
  </select>
)

/** The part of the time in sight. It stands still while a hand is on the handle. */
const useWindow = (span: Span, at: number | null, held: boolean, oldest: number | null): TimeWindow | null => {
  const now = useNow()
  const last = useRef<TimeWindow | null>(null)
  const next = now === null ? null : windowOf(span, now, at, oldest)
  const same = next?.from === last.current?.from && next?.to === last.current?.to && next?.step === last.current?.step
  const window = (held || same) && last.current !== null ? last.current : next
  useEffect(() => {
    last.current = window
  }, [window])
  return window
}

/** Which moment the page shows; of now it says no more than the server does. */
const Readout = ({ at, told }: { at: number | null; told: string | null }) => {
  const now = useNow()
  const { tone, text } = useConnection()
  const cut = at === null && (tone === 'bad' || tone === 'idle')
  return (
    <p aria-live="polite" className="hidden w-44 min-w-0 tabular-nums md:block lg:w-60">
      <span className={clsx('font-medium', at !== null ? 'text-past' : cut ? 'text-ink-2' : 'text-ok')}>
        {at === null ? 'now' : formatClock(at)}
      </span>
      <span className="block truncate text-ink-3 text-small" title={told ?? undefined}>
        {at === null ? (cut ? text : 'as it happens') : (told ?? formatAgo(new Date(at).toISOString(), now))}
      </span>
    </p>
  )
}

/** The timeline below a page: what happened when, and a handle that takes the page there. */
export const TimeStrip = () => {
  const { params, change } = useUrl()
  const asked = useAskedMoment()
  const shown = asked.kind === 'past' ? asked.at : null
  const travel = useTravel()
  const { at, held, scrub, hold, release } = useScrub(shown, travel)
  const [oldest, setOldest] = useState<number | null>(null)
  const now = useNow()
  const span = parseSpan(params.get('span'), now === null || oldest === null ? null : now - oldest)
  const window = useWindow(span, at, held, oldest)
  const { answer, marks, fault } = useDensity(window)
  const kept = answer?.oldestAt ?? null
  useEffect(() => setOldest(kept === null ? null : Date.parse(kept)), [kept])
  const { before, after, told } = useSteps(shown, travel)
  if (fault?.error.code === 'noHistory')
    return (
      <p className="shrink-0 border-line border-t bg-surface px-4 py-2 text-ink-3 text-small">
        No timeline: no history is kept. {fault.error.message} {fault.error.hint}
      </p>
    )
  return (
    <section
      aria-label="Timeline"
      className="flex h-[60px] shrink-0 items-center gap-1 border-line border-t bg-surface px-2 md:gap-2 md:px-4"
    >
      <Spans id={span.id} onChange={id => change({ span: id })} />
      <Button
        aria-keyshortcuts=","
        aria-label="Previous event"
        look="icon"
        onClick={before}
        title="To the event before  ,"
      >
        <SkipBack aria-hidden className="size-4" />
      </Button>
      <Track
        answer={answer}
        at={at}
        marks={marks}
        now={now}
        onHold={hold}
        onRelease={release}
        onScrub={scrub}
        window={window}
      />
      <Button
        aria-keyshortcuts="."
        aria-label="Next event"
        disabled={at === null}
        look="icon"
        onClick={after}
        title={at === null ? 'Nothing comes after now' : 'To the event after  .'}
      >
        <SkipForward aria-hidden className="size-4" />
      </Button>
      <Readout at={at} told={told} />
    </section>
  )
}
