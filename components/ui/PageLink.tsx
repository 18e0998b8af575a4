import Link from 'next/link'
import type { ReactNode } from 'react'

export const PageLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link className="truncate text-accent hover:underline hover:underline-offset-4" href={href}>
    {children}
  </Link>
)
