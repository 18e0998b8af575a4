import type { ReactNode } from 'react'

/** Name and value beside each other, values in one column. */
export const Facts = ({ children }: { children: ReactNode }) => (
  <dl className="grid grid-cols-[minmax(72px,auto)_1fr] items-baseline gap-x-4 gap-y-1">{children}</dl>
)

export const Fact = ({ name, children }: { name: ReactNode; children: ReactNode }) => (
  <>
    <dt className="text-ink-3">{name}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </>
)

export const Section = ({ title, children, aside }: { title: ReactNode; children: ReactNode; aside?: ReactNode }) => (
  <section className="border-line border-t px-4 py-3 first:border-t-0">
    <div className="mb-2 flex items-baseline justify-between gap-2">
      <h3 className="font-medium text-ink-2 text-small">{title}</h3>
      {aside}
    </div>
    {children}
  </section>
)
