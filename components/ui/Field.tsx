'use client'

import { Field as Base } from '@base-ui/react/field'
import clsx from 'clsx'
import { CircleAlert } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'

interface Props {
  label: ReactNode
  /** What it is for, in a line. */
  hint?: ReactNode
  error?: string | undefined
  optional?: boolean
  className?: string
  children: ReactNode
}

/** One thing to be filled in: its name, what it is for, and what is wrong with it, all told to screen readers too. */
export const Field = ({ label, hint, error, optional = false, className, children }: Props) => (
  <Base.Root className={clsx('min-w-0', className)} invalid={error !== undefined}>
    <div className="mb-1 flex items-baseline gap-2">
      <Base.Label className="font-medium">{label}</Base.Label>
      {optional && <span className="text-ink-3 text-small">optional</span>}
    </div>
    {children}
    {error !== undefined && (
      <Base.Error className="mt-1 flex gap-1.5 text-bad text-small" match>
        <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
        {error}
      </Base.Error>
    )}
    {hint !== undefined && <Base.Description className="mt-1 text-ink-3 text-small">{hint}</Base.Description>}
  </Base.Root>
)

const BOX =
  'w-full rounded-md border border-line-strong bg-raised px-2.5 placeholder:text-ink-3 data-invalid:border-bad aria-invalid:border-bad'

/** A line of text within a Field; `exact` for names, addresses and paths. */
export const Input = ({ exact = true, className, ...rest }: ComponentProps<'input'> & { exact?: boolean }) => (
  <Base.Control
    autoCapitalize="off"
    autoComplete="off"
    className={clsx(BOX, 'h-8 read-only:border-line read-only:bg-transparent', exact && 'mono', className)}
    render={<input spellCheck={false} {...rest} />}
  />
)

export const TextArea = ({ className, ...rest }: ComponentProps<'textarea'>) => (
  <Base.Control
    autoComplete="off"
    className={clsx(BOX, 'mono py-2', className)}
    render={<textarea spellCheck={false} {...rest} />}
  />
)

/** One of a few words. */
export const Select = ({ className, children, ...rest }: ComponentProps<'select'>) => (
  <Base.Control className={clsx(BOX, 'h-8', className)} render={<select {...rest}>{children}</select>} />
)
