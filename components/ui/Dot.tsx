import clsx from 'clsx'

export type Tone = 'ok' | 'warn' | 'bad' | 'idle' | 'accent' | 'past'

const FILL: Record<Tone, string> = {
  ok: 'bg-ok',
  warn: 'bg-warn',
  bad: 'bg-bad',
  idle: 'bg-transparent border-[1.5px] border-ink-3',
  accent: 'bg-accent',
  past: 'rotate-45 rounded-none! bg-past',
}

/** A state's mark. It never stands without a word beside it. The shape differs too: bad is square, idle hollow, past a diamond. */
export const Dot = ({ tone }: { tone: Tone }) => (
  <span
    aria-hidden
    className={clsx('inline-block size-2 shrink-0', tone === 'bad' ? 'rounded-[1px]' : 'rounded-full', FILL[tone])}
  />
)
