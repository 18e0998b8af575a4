import clsx from 'clsx'
import type { ReactNode } from 'react'

interface Props<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: ReactNode; name?: string }[]
  onChange: (value: T) => void
}

/** One of a few, all of them in sight. */
export const Segments = <T extends string>({ label, value, options, onChange }: Props<T>) => (
  <fieldset
    aria-label={label}
    className="flex h-8 w-fit shrink-0 items-stretch rounded-md border border-line bg-raised p-0.5"
  >
    {options.map(option => (
      <button
        aria-label={option.name}
        aria-pressed={option.value === value}
        className={clsx(
          'flex items-center gap-1.5 whitespace-nowrap rounded-[4px] px-2',
          option.value === value ? 'bg-accent-soft text-accent' : 'text-ink-2 hover:text-ink',
        )}
        key={option.value}
        onClick={() => onChange(option.value)}
        title={option.name}
        type="button"
      >
        {option.label}
      </button>
    ))}
  </fieldset>
)
