'use client'

import { formatDuration, formatExact } from '@/lib/client/time'
import type { ToldFinding } from '@/lib/model/finding'

const TIMES = ['', 'once', 'twice']

/** How often a finding was there, and when before. */
export const FoundBefore = ({ times, before }: Pick<ToldFinding, 'times' | 'before'>) => {
  if (times <= 1) return null
  const more = times - 1 - before.length
  return (
    <details className="text-small">
      <summary className="cursor-pointer text-ink-2">Found {TIMES[times] ?? `${times} times`}, this time too</summary>
      <ul className="mt-1 space-y-0.5 text-ink-2 tabular-nums">
        {before.map(({ from, to }) => (
          <li key={from}>
            {formatExact(Date.parse(from))}{' '}
            {to === null ? 'until no server ran' : `for ${formatDuration(Date.parse(to) - Date.parse(from))}`}
          </li>
        ))}
        {more > 0 && <li>and {more} more, in the timeline</li>}
      </ul>
    </details>
  )
}
