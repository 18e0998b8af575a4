import clsx from 'clsx'
import { CircleCheck, CircleDashed, CircleHelp, CircleX, LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'

/** `asks`: it goes on once somebody has decided something. */
export type StepState = 'waiting' | 'running' | 'asks' | 'ok' | 'failed'

export interface StepItem {
  id: string
  title: string
  state: StepState
  /** What came of it, in a line. */
  words: ReactNode
  /** How long it took. */
  time: string | null
  /** What there is to say or do beneath. */
  more?: ReactNode
}

const ICONS = { waiting: CircleDashed, running: LoaderCircle, asks: CircleHelp, ok: CircleCheck, failed: CircleX }
const INK: Record<StepState, string> = {
  waiting: 'text-ink-3',
  running: 'text-accent motion-safe:animate-spin',
  asks: 'text-warn',
  ok: 'text-ok',
  failed: 'text-bad',
}

/** What is done one after the other, each with its outcome in words. */
export const Steps = ({ label, steps }: { label: string; steps: readonly StepItem[] }) => (
  <ol aria-label={label} aria-live="polite" className="space-y-3">
    {steps.map(({ id, title, state, words, time, more }) => {
      const Icon = ICONS[state]
      return (
        <li className="flex gap-2.5" key={id}>
          <Icon aria-hidden className={clsx('mt-0.5 size-4 shrink-0', INK[state])} />
          <div className="min-w-0 flex-1">
            <p className="flex items-baseline justify-between gap-3">
              <span className={clsx('font-medium', state === 'waiting' && 'text-ink-3')}>{title}</span>
              {time !== null && <span className="mono text-ink-3">{time}</span>}
            </p>
            <p className="text-ink-2 [overflow-wrap:anywhere]">{words}</p>
            {more}
          </div>
        </li>
      )
    })}
  </ol>
)
