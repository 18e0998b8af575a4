'use client'

import { lifeOf, timingOf } from '@/lib/client/life'
import { vniColour } from '@/lib/client/palette'
import { useAgeNow } from '@/lib/client/use-now'
import type { FdbRow } from '@/lib/model/overlay'
import { Ring } from '../ui/Ring'

const seconds = (at: number | null, now: number | null): string =>
  at === null || now === null ? '–' : String(Math.max(0, Math.floor((now - at) / 1000)))

/** A row's ring, with seconds since it was used and updated. In a row that isn't live they stand as they were read. */
export const RowAge = ({ row, iconOnly = false }: { row: FdbRow; iconOnly?: boolean }) => {
  const live = row.state === 'live'
  const ticking = useAgeNow()
  const now = live ? ticking : Date.parse(row.readAt)
  const timing = timingOf(row)
  const life = lifeOf(timing, now)
  const ring = (
    <Ring
      colour={live && row.vni !== null ? vniColour(row.vni) : 'var(--ink-3)'}
      empty={life.shows === 'nothing'}
      fraction={life.fraction}
      label={life.label}
    />
  )
  if (iconOnly) return ring
  return (
    <span className="flex items-center justify-end gap-2" title={life.label}>
      <span className="mono">
        {row.used === null && row.updated === null ? (
          <span className="text-ink-3">–</span>
        ) : (
          <>
            {seconds(timing.usedAt, now)}
            <span className="text-ink-3"> / </span>
            {seconds(timing.updatedAt, now)}
          </>
        )}
      </span>
      {ring}
    </span>
  )
}
