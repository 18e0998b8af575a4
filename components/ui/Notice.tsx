import clsx from 'clsx'
import { CircleAlert, CircleHelp, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

interface Props {
  title: string
  children?: ReactNode
  tone?: 'plain' | 'warn' | 'bad'
  /** `page`: alone on its page. `line`: above what goes on. */
  size?: 'page' | 'line'
}

const ICONS = { plain: CircleHelp, warn: TriangleAlert, bad: CircleAlert }
const INK = { plain: 'text-ink-3', warn: 'text-warn', bad: 'text-bad' }
const LINE = { plain: 'border-line', warn: 'border-warn/45', bad: 'border-bad/45' }
const SOFT = { plain: 'bg-surface', warn: 'bg-warn-soft', bad: 'bg-bad-soft' }

/** What happened, what it means, what to do next. */
export const Notice = ({ title, children, tone = 'plain', size = 'page' }: Props) => {
  const Icon = ICONS[tone]
  const role = tone === 'plain' ? undefined : 'alert'
  if (size === 'line') {
    return (
      <div className={clsx('flex gap-2 rounded-md border px-3 py-2', LINE[tone], SOFT[tone])} role={role}>
        <Icon aria-hidden className={clsx('mt-0.5 size-4 shrink-0', INK[tone])} />
        <div className="min-w-0">
          <p className="font-medium [overflow-wrap:anywhere]">{title}</p>
          <div className="text-ink-2 text-small">{children}</div>
        </div>
      </div>
    )
  }
  return (
    <div className="grid h-full place-items-center p-6" role={role}>
      <div className="w-full max-w-md">
        <Icon aria-hidden className={clsx('mb-3 size-5', INK[tone])} />
        <h2 className="font-semibold text-title">{title}</h2>
        <div className="mt-1.5 space-y-3 text-ink-2">{children}</div>
      </div>
    </div>
  )
}
