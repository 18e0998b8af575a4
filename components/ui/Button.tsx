import clsx from 'clsx'
import type { ComponentProps } from 'react'

type Props = ComponentProps<'button'> & { look?: 'plain' | 'ghost' | 'icon'; pressed?: boolean | undefined }

const LOOKS = {
  plain: 'h-8 gap-1.5 border border-line bg-raised px-2.5 hover:border-line-strong',
  ghost: 'h-8 gap-1.5 px-2 text-ink-2 hover:bg-sunken hover:text-ink',
  icon: 'size-8 justify-center text-ink-2 hover:bg-sunken hover:text-ink',
} as const

export const Button = ({ look = 'plain', pressed, className, type = 'button', ...rest }: Props) => (
  <button
    aria-pressed={pressed}
    className={clsx(
      'inline-flex shrink-0 items-center whitespace-nowrap rounded-md disabled:opacity-50',
      LOOKS[look],
      pressed === true && 'bg-accent-soft text-accent',
      className,
    )}
    type={type}
    {...rest}
  />
)
