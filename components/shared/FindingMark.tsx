'use client'

import clsx from 'clsx'
import { CircleAlert, TriangleAlert } from 'lucide-react'
import { useFindingMark } from '@/lib/client/use-finding-mark'
import { WayLink } from '../ui/PageLink'

const INK = { error: 'text-bad', warning: 'text-warn', info: 'text-ink-3' } as const

/** A small sign that something is wrong with a thing, and the way to what. Nothing where nothing is. */
export const FindingMark = ({ subject, className }: { subject: string; className?: string }) => {
  const mark = useFindingMark(subject)
  if (mark === null) return null
  const { worst, count, verdicts } = mark
  const Icon = worst === 'error' ? CircleAlert : TriangleAlert
  const said = count > verdicts.length ? [...verdicts, `and ${count - verdicts.length} more`] : verdicts
  return (
    <WayLink
      aria-label={`${count === 1 ? '1 finding' : `${count} findings`}: ${verdicts[0]}`}
      className={clsx(
        'nodrag inline-flex min-h-6 min-w-6 shrink-0 items-center justify-center gap-0.5 tabular-nums',
        INK[worst],
        className,
      )}
      href={`/checks?${new URLSearchParams({ about: subject })}`}
      onClick={event => event.stopPropagation()}
      title={said.join('\n')}
    >
      <Icon aria-hidden className="size-4" />
      {count > 1 && <span className="font-semibold text-small">{count}</span>}
    </WayLink>
  )
}
