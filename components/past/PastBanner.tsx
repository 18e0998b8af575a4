'use client'

import { History, LoaderCircle, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatAgo, formatClock, formatDay, formatExact } from '@/lib/client/time'
import { useOverlay } from '@/lib/client/use-api'
import { useNow } from '@/lib/client/use-now'
import { usePastPending } from '@/lib/client/use-past'
import type { Node } from '@/lib/model/overlay'
import { Button } from '../ui/Button'
import { WayLink } from '../ui/PageLink'

/** When what is shown of the nodes was read: one time, or from when to when. */
const readWords = (nodes: readonly Node[]): string | null => {
  const times = nodes.flatMap(({ readAt }) => (readAt === null ? [] : [Date.parse(readAt)]))
  if (times.length === 0) return null
  const [first, last] = [formatClock(Math.min(...times)), formatClock(Math.max(...times))]
  return first === last ? `ages as read at ${first}` : `ages as read from ${first} to ${last}`
}

const isUnrecorded = (nodes: readonly Node[]): boolean =>
  nodes.length > 0 && nodes.every(({ error }) => error?.code === 'notRecorded')

const Bar = ({ children, onBack }: { children: ReactNode; onBack: () => void }) => (
  <section
    aria-label="The past"
    className="flex min-h-10 shrink-0 items-center gap-x-2.5 border-past border-b-2 bg-past-soft px-3 py-1 md:px-4"
  >
    <History aria-hidden className="size-4 shrink-0 text-past" />
    <p className="min-w-0 flex-1 text-ink-2 tabular-nums">{children}</p>
    <Button aria-keyshortcuts="Escape" className="border-past/50 text-past" onClick={onBack}>
      <Undo2 aria-hidden className="size-3.5" />
      Back to now
      <kbd className="mono hidden rounded border border-past/40 px-1 text-past md:inline">esc</kbd>
    </Button>
  </section>
)

/** Says that the past is shown, which moment of it, and how old what is known of it was then. */
export const PastBanner = ({ at, onBack }: { at: number; onBack: () => void }) => {
  const now = useNow()
  const pending = usePastPending()
  const { data, fault } = useOverlay()
  const nodes = data?.nodes ?? []
  const read = readWords(nodes)
  return (
    <Bar onBack={onBack}>
      <strong className="font-semibold text-ink" title={formatExact(at)}>
        As it was at {formatClock(at)}
      </strong>{' '}
      <span className="whitespace-nowrap">({formatDay(at)})</span>
      <span className="hidden sm:inline">, {formatAgo(new Date(at).toISOString(), now)}</span>
      {pending ? (
        <span className="whitespace-nowrap">
          {' '}
          · <LoaderCircle aria-hidden className="inline size-3.5 align-[-2px] motion-safe:animate-spin" /> reading it
        </span>
      ) : fault !== undefined ? (
        <span className="text-bad"> · {fault.error.message}</span>
      ) : isUnrecorded(nodes) ? (
        <span className="text-warn"> · nobody recorded then: everything is stale, as it was last read before</span>
      ) : (
        read !== null && <span className="hidden lg:inline"> · {read}</span>
      )}
    </Bar>
  )
}

/** On a page that has no past: the moment is kept for those that do. */
export const NotThisPage = ({ at, onBack }: { at: number; onBack: () => void }) => (
  <Bar onBack={onBack}>
    <strong className="font-semibold text-ink">This page shows now.</strong>{' '}
    <span className="hidden md:inline">Devices and raw output are kept of the last reading alone. </span>
    <WayLink className="text-accent underline underline-offset-4" href="/">
      Overlay
    </WayLink>{' '}
    and{' '}
    <WayLink className="text-accent underline underline-offset-4" href="/fdb">
      FDB
    </WayLink>{' '}
    are still at {formatClock(at)}.
  </Bar>
)

export const NoMomentBanner = ({ onBack }: { onBack: () => void }) => (
  <Bar onBack={onBack}>
    <strong className="font-semibold text-ink">Nothing can be shown</strong> of the moment that is asked for.
  </Bar>
)
