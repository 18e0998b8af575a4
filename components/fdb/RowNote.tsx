'use client'

import { useCallback } from 'react'
import { useLastEvents } from '@/lib/client/use-stream'
import { whyGone } from '@/lib/client/why-gone'
import type { Event } from '@/lib/model/event'
import type { FdbRow } from '@/lib/model/overlay'

/** Why a row that is still shown is gone. */
export const GoneReason = ({ row }: { row: FdbRow }) => {
  const why = useLastEvents(useCallback((events: readonly Event[]) => whyGone(row, events), [row]))
  return (
    <span
      className="inline-block whitespace-nowrap rounded-[4px] border border-line-strong bg-raised px-1.5 text-ink text-small leading-[18px]"
      role="status"
    >
      {why ?? 'gone'}
    </span>
  )
}

/** A short light on a row that has just come, or on the life of one that was refreshed. */
export const Flash = ({ at }: { at: number }) => (
  <span aria-hidden className="row-flash pointer-events-none absolute inset-0" key={at} />
)
