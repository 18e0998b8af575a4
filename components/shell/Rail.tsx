'use client'

import clsx from 'clsx'
import { usePathname } from 'next/navigation'
import { ChecksBadge } from '../checks/ChecksBadge'
import { Mark } from '../ui/Mark'
import { WayLink } from '../ui/PageLink'
import { MorePages } from './MorePages'
import { isCurrent, type Page } from './pages'
import { RAIL_PLACE, railColours } from './rail-style'
import { usePages } from './use-pages'

const Home = () => (
  <WayLink aria-label="vxscope: overlay" className="mb-3 hidden size-9 place-items-center rounded-lg md:grid" href="/">
    <Mark className="size-7" />
  </WayLink>
)

const RailLink = ({ page: { href, name, icon: Icon, onSmall }, current }: { page: Page; current: boolean }) => (
  <WayLink
    aria-current={current ? 'page' : undefined}
    className={clsx(RAIL_PLACE, railColours(current), onSmall === 'more' && 'max-md:hidden')}
    href={href}
  >
    <span className="relative">
      <Icon aria-hidden className="size-[18px]" strokeWidth={1.75} />
      {href === '/checks' && <ChecksBadge />}
    </span>
    {name}
  </WayLink>
)

/** The way between the pages: a rail at the left, a bar at the bottom of a small screen. */
export const Rail = () => {
  const path = usePathname()
  const pages = usePages()
  return (
    <nav
      aria-label="Pages"
      className="order-last flex shrink-0 justify-around border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:order-none md:w-16 md:flex-col md:items-center md:justify-start md:border-t-0 md:overflow-y-auto md:border-r md:pt-3 md:pb-0"
    >
      <Home />
      {pages.map(page => (
        <RailLink current={isCurrent(page.href, path)} key={page.href} page={page} />
      ))}
      <MorePages pages={pages} path={path} />
    </nav>
  )
}
