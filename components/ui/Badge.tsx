import clsx from 'clsx'
import type { ReactNode } from 'react'

const TONES = {
  plain: 'border-line text-ink-2',
  ok: 'border-ok/40 text-ok',
  warn: 'border-warn/45 text-warn',
  bad: 'border-bad/45 text-bad',
  accent: 'border-accent/45 text-accent',
} as const

interface Props {
  children: ReactNode
  tone?: keyof typeof TONES
  title?: string
}

export const Badge = ({ children, tone = 'plain', title }: Props) => (
  <span
    className={clsx(
      'inline-flex h-[18px] shrink-0 items-center gap-1 whitespace-nowrap rounded-[4px] border px-1.5 text-small leading-none',
      TONES[tone],
    )}
    title={title}
  >
    {children}
  </span>
)
