'use client'

import { tellLife } from '@/lib/client/mac-life'
import { formatExact } from '@/lib/client/time'
import { traceHref } from '@/lib/client/trace-words'
import { useMoment } from '@/lib/client/use-moment'
import type { Event } from '@/lib/model/event'
import { PageLink } from '../ui/PageLink'

const SHOWN = 7

interface Props {
  mac: string
  events: readonly Event[]
  /** There is nothing older than these. */
  complete: boolean
}

/** A MAC's life in a few plain sentences, above what they were made of. */
export const MacLife = ({ mac, events, complete }: Props) => {
  const past = useMoment() !== null
  const [summary, ...episodes] = tellLife(events)
  const oldest = events.at(-1)
  if (summary === undefined || oldest === undefined) return null
  const left = episodes.length - SHOWN
  return (
    <section aria-label={`The life of ${mac}`} className="border-line border-b bg-surface px-4 py-3">
      <div className="mb-1 flex flex-wrap items-baseline gap-x-4">
        <h2 className="mono font-semibold text-base">{mac}</h2>
        <p className="text-ink-2">{summary}</p>
        <span className="ml-auto flex gap-x-4">
          <PageLink href={`/fdb?q=${mac}`}>its entries {past ? 'then' : 'now'}</PageLink>
          <PageLink href={traceHref({ vni: null, to: mac })}>trace to it</PageLink>
        </span>
      </div>
      <ul className="max-w-[92ch] space-y-0.5 tabular-nums">
        {left > 0 && <li className="text-ink-3">{left} earlier times it came and went are in the list below.</li>}
        {episodes.slice(-SHOWN).map((sentence, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sentences may repeat; their place is all they are
          <li key={index}>{sentence}</li>
        ))}
      </ul>
      {!complete && (
        <p className="mt-1 text-ink-3 text-small">
          What happened before {formatExact(Date.parse(oldest.at))} isn’t loaded and not told here.
        </p>
      )}
    </section>
  )
}
