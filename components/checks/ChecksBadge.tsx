'use client'

import clsx from 'clsx'
import { useEffect } from 'react'
import { noteFindings } from '@/lib/client/finding-marks'
import { badgeOf } from '@/lib/client/finding-words'
import { useChecks } from '@/lib/client/use-checks'

const MOST = 99

/** How many findings want somebody, at the way to their page. */
export const ChecksBadge = () => {
  const { data } = useChecks()
  // It stands on every page, so that whoever shows a mark need not ask itself.
  useEffect(() => {
    if (data) noteFindings(data.findings)
  }, [data])
  const badge = badgeOf(data?.findings ?? [])
  if (badge === null) return null
  return (
    <span
      className={clsx(
        '-top-1.5 absolute left-3 min-w-4 rounded-full px-1 text-center font-semibold text-[10px] text-bg leading-4 tabular-nums',
        badge.worst === 'bad' ? 'bg-bad' : 'bg-warn',
      )}
    >
      {badge.count > MOST ? `${MOST}+` : badge.count}
      <span className="sr-only"> findings</span>
    </span>
  )
}
