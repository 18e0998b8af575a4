'use client'

import { formatAgo, formatExact } from '@/lib/client/time'
import { useNow } from '@/lib/client/use-now'
import type { Iso } from '@/lib/model/overlay'

/** When something was read: how long ago, with the exact time on hover. `word` stands before it. */
export const ReadAt = ({ at, word = 'read' }: { at: Iso | null; word?: string }) => {
  const now = useNow()
  return (
    <span className="whitespace-nowrap tabular-nums" title={at === null ? undefined : formatExact(Date.parse(at))}>
      {at === null ? `never ${word}` : `${word} ${formatAgo(at, now)}`.trim()}
    </span>
  )
}
