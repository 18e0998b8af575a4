'use client'

import clsx from 'clsx'
import { usePathname } from 'next/navigation'
import { type ReactNode, useCallback } from 'react'
import { useOverlay } from '@/lib/client/use-api'
import { useAskedMoment, useMoment } from '@/lib/client/use-moment'
import { usePastPending } from '@/lib/client/use-past'
import { useTravel } from '@/lib/client/use-travel'
import { useUrl } from '@/lib/client/use-url'
import { NoMomentBanner, NotThisPage, PastBanner } from './PastBanner'
import { Malformed, PastProblem, REFUSED } from './PastProblem'
import { TimeStrip } from './TimeStrip'
import { useBackKey } from './use-back-key'

const STRIPS: readonly string[] = ['/', '/fdb', '/trace']

/** What a page shows, framed and named where it is the past, with the timeline below it. */
export const PastFrame = ({ children }: { children: ReactNode }) => {
  const asked = useAskedMoment()
  const at = useMoment()
  const path = usePathname()
  const pending = usePastPending()
  const { fault } = useOverlay()
  const { to, back } = useTravel()
  const picked = useUrl().params.get('sel') !== null
  const toNow = useCallback(() => {
    back()
    document.getElementById('main')?.focus()
  }, [back])
  useBackKey(asked.kind !== 'now', picked, toNow)
  const refused = at !== null && fault !== undefined && REFUSED.includes(fault.error.code) ? fault.error : null
  const isPast = asked.kind !== 'now' && asked.shown
  return (
    <div className="flex h-full flex-col">
      {asked.kind === 'past' && !asked.shown && <NotThisPage at={asked.at} onBack={toNow} />}
      {isPast && (asked.kind === 'malformed' || refused !== null) && <NoMomentBanner onBack={toNow} />}
      {at !== null && refused === null && <PastBanner at={at} onBack={toNow} />}
      <div
        className={clsx('min-h-0 flex-1', isPast && 'border-past border-x-2 border-b-2')}
        data-testid={isPast ? 'past' : undefined}
      >
        <div
          aria-busy={at !== null && pending}
          className={clsx('h-full', at !== null && pending && 'opacity-60 transition-opacity delay-150')}
        >
          {asked.kind === 'malformed' && asked.shown ? (
            <Malformed onBack={toNow} text={asked.text} />
          ) : at !== null && refused !== null ? (
            <PastProblem at={at} error={refused} onBack={toNow} onMoment={to} />
          ) : (
            children
          )}
        </div>
      </div>
      {STRIPS.includes(path) && <TimeStrip />}
    </div>
  )
}
