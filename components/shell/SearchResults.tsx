'use client'

import clsx from 'clsx'
import { CornerDownLeft } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Hit } from '@/lib/client/search-hit'
import { formatDuration } from '@/lib/client/time'
import { meaningsOf } from '@/lib/client/understand'
import { useMacOrigin } from '@/lib/client/use-mac-origin'
import { useMoment } from '@/lib/client/use-moment'
import { useAgeNow } from '@/lib/client/use-now'

interface OptionProps {
  id: string
  current: boolean
  onPick: () => void
  children: ReactNode
}

export const Option = ({ id, current, onPick, children }: OptionProps) => {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox, which names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the combobox does the same
    <div
      aria-selected={current}
      className={clsx(
        'flex min-h-10 cursor-pointer items-center gap-3 rounded px-2.5 py-1 hover:bg-sunken',
        current && 'bg-accent-soft hover:bg-accent-soft',
      )}
      id={id}
      onClick={onPick}
      ref={row}
      role="option"
    >
      <div className="min-w-0 flex-1">{children}</div>
      {current && <CornerDownLeft aria-hidden className="size-3.5 shrink-0 text-ink-3" />}
    </div>
  )
}

/** How long a learned MAC has still to live. */
const Left = ({ endsAt }: { endsAt: number }) => {
  const now = useAgeNow()
  const past = useMoment() !== null
  if (now === null) return null
  const left = endsAt - now
  if (left <= 0) return <span>{past ? 'life not recorded' : 'due to age out'}</span>
  return <span>{past ? `had ${formatDuration(left)} left` : `ages out in ${formatDuration(left)}`}</span>
}

const Origin = ({ mac }: { mac: string }) => {
  const { short, means } = useMacOrigin(mac)
  return short === null ? null : (
    <span className="truncate text-ink-3 text-small" title={means}>
      {short === 'local' ? 'locally administered' : short}
    </span>
  )
}

export const HitLines = ({ hit }: { hit: Hit }) => (
  <>
    <div className="flex min-w-0 items-baseline gap-2.5">
      <span className={clsx('truncate', hit.kind !== 'node' && 'mono')}>{hit.label}</span>
      {hit.kind === 'MAC' && <Origin mac={hit.label} />}
    </div>
    {(hit.detail !== '' || hit.endsAt !== null) && (
      <div className="truncate text-ink-2 text-small">
        {hit.detail}
        {hit.endsAt !== null && (
          <>
            {' · '}
            <Left endsAt={hit.endsAt} />
          </>
        )}
      </div>
    )}
  </>
)

/** Nothing, and what was looked for. */
export const Nothing = ({ text }: { text: string }) => {
  const past = useMoment() !== null
  const meanings = meaningsOf(text)
  return (
    <div className="px-2.5 py-3 text-ink-2">
      <p className="text-ink">
        Nothing found for “{text.trim()}”{past && ' at this moment'}.
      </p>
      <p>
        Understood as {meanings.join(', or ')}. No node, VTEP, VNI, group, device or FDB entry {past ? 'had' : 'has'}{' '}
        it.
      </p>
    </div>
  )
}
