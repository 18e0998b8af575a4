'use client'

import clsx from 'clsx'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type ComponentProps, createContext, type MouseEvent, useContext } from 'react'

/** What becomes of the address of each link: something may be carried from page to page. */
export const HrefContext = createContext<(href: string) => string>(href => href)

/** A link to another page that carries what is carried. */
export const WayLink = ({ href, ...rest }: Omit<ComponentProps<typeof Link>, 'href'> & { href: string }) => (
  <Link href={useContext(HrefContext)(href)} {...rest} />
)

const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey

/** As `WayLink`, where hundreds stand on a page: it knows nothing of what it leads to before it is followed. */
export const RowLink = ({ href, ...rest }: Omit<ComponentProps<'a'>, 'href' | 'onClick'> & { href: string }) => {
  const { push } = useRouter()
  const to = useContext(HrefContext)(href)
  return (
    <a
      href={to}
      onClick={event => {
        if (!isPlain(event)) return
        event.preventDefault()
        push(to)
      }}
      {...rest}
    />
  )
}

type LinkProps = Pick<ComponentProps<typeof WayLink>, 'href' | 'children'> & {
  /** It stands in a sentence, where colour alone doesn't tell it from its words. */
  inText?: boolean
}

/** There may be one in each row of a table: what it leads to is fetched once it is followed. */
export const PageLink = ({ href, children, inText = false }: LinkProps) => (
  <WayLink
    className={clsx('truncate text-accent underline-offset-4', inText ? 'underline' : 'hover:underline')}
    href={href}
    prefetch={false}
  >
    {children}
  </WayLink>
)
