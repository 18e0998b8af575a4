'use client'

import Link from 'next/link'
import { type ComponentProps, createContext, useContext } from 'react'

/** What becomes of the address of each link: something may be carried from page to page. */
export const HrefContext = createContext<(href: string) => string>(href => href)

/** A link to another page that carries what is carried. */
export const WayLink = ({ href, ...rest }: Omit<ComponentProps<typeof Link>, 'href'> & { href: string }) => (
  <Link href={useContext(HrefContext)(href)} {...rest} />
)

export const PageLink = ({ href, children }: Pick<ComponentProps<typeof WayLink>, 'href' | 'children'>) => (
  <WayLink className="truncate text-accent hover:underline hover:underline-offset-4" href={href}>
    {children}
  </WayLink>
)
