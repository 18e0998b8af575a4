'use client'

import { basisOf, lifeOf, timingOf } from '@/lib/client/life'
import { vniColour } from '@/lib/client/palette'
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
  const life = lifeOf(timingOf(row), useRowNow(row))
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
  if (row.kind !== 'learned') {
    return (
      <span className="text-ink-3" title={basisOf(row, now)}>
        –
      </span>
    )
  }
  const left = leftText(row, now)
  const { shows, label } = lifeOf(timingOf(row), now)
  return (
    <span className="flex items-center justify-end gap-2 whitespace-nowrap" title={`${label}; ${basisOf(row, now)}`}>
      {left === null ? (
        <span className="text-ink-3 text-small">{shows === 'age' ? 'age only' : 'unknown'}</span>
      ) : (
        <span className="mono">{left}</span>
      )}
      <RowRing row={row} />
    </span>
  )
}

/** Seconds since a row was used and updated. In a row that isn't live they stand as they were read. */
export const RowAge = ({ row }: { row: FdbRow }) => {
  const now = useRowNow(row)
  const { usedAt, updatedAt } = timingOf(row)
  if (usedAt === null && updatedAt === null) return <span className="mono text-ink-3">–</span>
  return (
    <span className="mono">
      {seconds(usedAt, now)}
      <span className="text-ink-3"> / </span>
      {seconds(updatedAt, now)}
    </span>
  )
}
