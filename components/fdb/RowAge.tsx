'use client'

import { ageText, basisOf, timingOf } from '@/lib/client/life'
import { vniColour } from '@/lib/client/palette'
import { useLife } from '@/lib/client/use-life'
import { useMoment } from '@/lib/client/use-moment'
import { useAgeNow } from '@/lib/client/use-now'
import type { FdbRow } from '@/lib/model/overlay'
import { Ring } from '../ui/Ring'

const seconds = (at: number | null, now: number | null): string =>
  at === null || now === null ? '–' : String(Math.max(0, Math.floor((now - at) / 1000)))

/** The moment a row's ages are told for: now, or when it was read where nobody knows what became of it since. */
const useRowNow = (row: FdbRow): number => {
  const ticking = useAgeNow()
  const readAt = Date.parse(row.readAt)
  // A row may have been read after the last tick.
  return row.state === 'live' && ticking !== null ? Math.max(ticking, readAt) : readAt
}

/** A row's ring: the life left of it, or its age where its end isn't known. */
export const RowRing = ({ row }: { row: FdbRow }) => {
  const life = useLife(timingOf(row), useRowNow(row))
  return (
    <Ring
      colour={row.state === 'live' && row.vni !== null ? vniColour(row.vni) : 'var(--ink-3)'}
      empty={life.shows === 'nothing'}
      fraction={life.fraction}
      label={life.label}
    />
  )
}

const leftText = (row: FdbRow, now: number): string | null => {
  if (row.expiresAt === null) return null
  const left = Date.parse(row.expiresAt) - now
  return left > 0 ? `${Math.ceil(left / 1000)} s` : 'due'
}

/** How long a learned row has still to live, in seconds and as a ring; by which clock, on hover. */
export const RowLife = ({ row }: { row: FdbRow }) => {
  const now = useRowNow(row)
  const past = useMoment() !== null
  const { shows, label } = useLife(timingOf(row), now)
  if (row.kind !== 'learned') {
    return (
      <span className="text-ink-3" title={basisOf(row, now)}>
        –
      </span>
    )
  }
  const left = shows === 'left' ? leftText(row, now) : null
  return (
    <span
      className="flex items-center justify-end gap-2 whitespace-nowrap"
      title={`${label}; ${basisOf(row, now, past ? 'before' : 'ago')}`}
    >
      {left === null ? (
        <span className="text-ink-3 text-small">{shows === 'age' ? 'age only' : 'unknown'}</span>
      ) : (
        <span className="mono">{left}</span>
      )}
      <RowRing row={row} />
    </span>
  )
}

/**
 * Seconds since a row was used and updated, counted on from its reading: what `bridge -s fdb show` would print now. In a row
 * that isn't live, and in the past, they stand as they were read.
 */
export const RowAge = ({ row }: { row: FdbRow }) => {
  const counting = useRowNow(row)
  const past = useMoment() !== null
  const now = past ? Date.parse(row.readAt) : counting
  const { usedAt, updatedAt } = timingOf(row)
  if (usedAt === null && updatedAt === null) return <span className="mono text-ink-3">–</span>
  return (
    <span
      className="mono"
      title={`${ageText({ usedAt, updatedAt }, now)}; ${basisOf(row, counting, past ? 'before' : 'ago')}`}
    >
      {`${seconds(usedAt, now)} / ${seconds(updatedAt, now)}`}
    </span>
  )
}
