'use client'

import clsx from 'clsx'
import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react'
import { barsOf, blanksOf, type Mark, markAt, markWords } from '@/lib/client/density'
import { formatAgo, formatClock, formatDay } from '@/lib/client/time'
import { shareOf, type TimeWindow, ticksOf } from '@/lib/client/time-window'
import { usePhone } from '@/lib/client/use-media'
import type { DensityAnswer } from '@/lib/model/event'
import { Bars, Blanks } from './Marks'

interface Props {
  window: TimeWindow | null
  answer: DensityAnswer | undefined
  marks: readonly Mark[]
  at: number | null
  now: number | null
  /** `null`: to now. */
  onScrub: (at: number | null) => void
  onHold: () => void
  onRelease: () => void
}

/** How far a key goes, in buckets. */
const KEYS: Record<string, number> = {
  ArrowLeft: -0.5,
  ArrowDown: -0.5,
  ArrowRight: 0.5,
  ArrowUp: 0.5,
  PageDown: -10,
  PageUp: 10,
}

const whenWords = (at: number, now: number | null): string =>
  `${formatClock(at)}, ${formatDay(at)}, ${formatAgo(new Date(at).toISOString(), now)}`

const Ticks = ({ window }: { window: TimeWindow }) => {
  const phone = usePhone()
  const offset = -new Date(window.to).getTimezoneOffset() * 60_000
  return ticksOf(window, phone ? 3 : 7, offset).map(({ at, isDay }) => (
    <span
      aria-hidden
      className="-translate-x-1/2 absolute top-[33px] whitespace-nowrap text-[10px] text-ink-3 leading-3 tabular-nums"
      key={at}
      style={{ left: `${shareOf(window, at) * 100}%` }}
    >
      {isDay ? formatDay(at) : formatClock(at).slice(0, 5)}
    </span>
  ))
}

/** What is under the pointer, in words, above it. */
const Hint = ({ left, children }: { left: number; children: string }) => (
  <span
    aria-hidden
    className="-translate-x-1/2 pointer-events-none absolute bottom-full z-20 mb-1 whitespace-nowrap rounded-md border border-line bg-raised px-2 py-1 text-small tabular-nums shadow-high"
    style={{ left: `clamp(7rem, ${left * 100}%, calc(100% - 7rem))` }}
  >
    {children}
  </span>
)

/** The axis with what happened on it, and the handle. */
export const Track = ({ window, answer, marks, at, now, onScrub, onHold, onRelease }: Props) => {
  const [hover, setHover] = useState<number | null>(null)
  const bars = useMemo(
    () => (window === null || answer === undefined ? [] : barsOf(marks, window, answer.bucketMs)),
    [marks, window, answer],
  )
  if (window === null) return <div className="h-12 min-w-0 flex-1" />
  const { from, to, step } = window
  const oldest = answer?.oldestAt ? Date.parse(answer.oldestAt) : from
  const go = (wanted: number): void =>
    onScrub(wanted >= Math.min(to, now ?? to) ? null : Math.max(Math.round(wanted), oldest))
  const onKeyDown = (event: KeyboardEvent): void => {
    const buckets = KEYS[event.key]
    if (event.key === 'Home') go(Math.max(from, oldest))
    else if (event.key === 'End') onScrub(null)
    else if (buckets !== undefined) go((at ?? now ?? to) + buckets * step)
    else return
    event.preventDefault()
  }
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect()
    setHover(Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)))
  }
  const wordsAt = (moment: number): string => markWords(markAt(marks, moment, answer?.bucketMs ?? step))
  const hovered = hover === null ? null : from + hover * (to - from)
  return (
    <div className="relative h-12 min-w-0 flex-1 px-2">
      <div className="relative h-full" onPointerLeave={() => setHover(null)} onPointerMove={onPointerMove}>
        <Blanks blanks={blanksOf(answer, window)} window={window} />
        <div aria-hidden className="absolute inset-x-0 top-4 h-px bg-line-strong" />
        <Bars bars={bars} />
        <Ticks window={window} />
        <input
          aria-label="Moment shown"
          aria-valuetext={at === null ? 'now, live' : `${whenWords(at, now)}: ${wordsAt(at)}`}
          className={clsx('scrub absolute top-0 -left-2 h-8 w-[calc(100%+16px)]')}
          data-past={at === null ? undefined : ''}
          max={to}
          min={from}
          onChange={event => go(Number(event.target.value))}
          onKeyDown={onKeyDown}
          onPointerCancel={onRelease}
          onPointerDown={onHold}
          onPointerUp={onRelease}
          step={1}
          type="range"
          value={at ?? to}
        />
        {hovered !== null && hover !== null && (
          <Hint left={hover}>{`${formatClock(hovered)} ${formatDay(hovered)}: ${wordsAt(hovered)}`}</Hint>
        )}
      </div>
    </div>
  )
}
