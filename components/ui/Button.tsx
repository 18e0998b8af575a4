import clsx from 'clsx'
import Link from 'next/link'
import type { ComponentProps } from 'react'

const LOOKS = {
  plain: 'h-8 gap-1.5 border border-line bg-raised px-2.5 hover:border-line-strong',
  primary: 'h-8 gap-1.5 bg-accent px-3 font-medium text-bg hover:opacity-90',
  danger: 'h-8 gap-1.5 border border-bad/50 bg-raised px-2.5 text-bad hover:border-bad',
  ghost: 'h-8 gap-1.5 px-2 text-ink-2 hover:bg-sunken hover:text-ink',
  icon: 'size-8 justify-center text-ink-2 hover:bg-sunken hover:text-ink',
} as const

interface Look {
  look?: keyof typeof LOOKS
}

const classes = (look: keyof typeof LOOKS, className: string | undefined) =>
  clsx('inline-flex shrink-0 items-center whitespace-nowrap rounded-md disabled:opacity-50', LOOKS[look], className)

type Props = ComponentProps<'button'> & Look & { pressed?: boolean | undefined }

export const Button = ({ look = 'plain', pressed, className, type = 'button', ...rest }: Props) => (
  <button
    aria-pressed={pressed}
    className={clsx(classes(look, className), pressed === true && 'bg-accent-soft text-accent')}
    type={type}
    {...rest}
  />
)

/** A way to another page that looks like what it is: a step of a task. */
export const ButtonLink = ({ look = 'plain', className, ...rest }: ComponentProps<typeof Link> & Look) => (
  <Link className={classes(look, className)} {...rest} />
)
