'use client'

import { formatAgo, formatBefore, formatExact } from '@/lib/client/time'
import { useMoment } from '@/lib/client/use-moment'
import { useNow } from '@/lib/client/use-now'
import type { Iso } from '@/lib/model/overlay'

/** When something was read: how long ago, or in the past how long before the moment that is shown, with the exact time on hover. `word` stands before it. */
export const ReadAt = ({ at, word = 'read' }: { at: Iso | null; word?: string }) => {
  const moment = useMoment()
  const now = useNow()
  return (
    <span className="whitespace-nowrap tabular-nums" title={at === null ? undefined : formatExact(Date.parse(at))}>
      {at === null
        ? `never ${word}`
        : `${word} ${moment === null ? formatAgo(at, now) : formatBefore(at, moment)}`.trim()}
    </span>
  )
}
