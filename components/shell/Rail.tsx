'use client'

import clsx from 'clsx'
import { usePathname } from 'next/navigation'
import { ChecksBadge } from '../checks/ChecksBadge'
import { WayLink } from '../ui/PageLink'
import { MorePages } from './MorePages'
import { isCurrent, PAGES, type Page } from './pages'
import { RAIL_PLACE, railColours } from './rail-style'

const Mark = () => (
  <WayLink aria-label="vxscope: overlay" className="mb-3 hidden size-9 place-items-center rounded-lg md:grid" href="/">
    <svg aria-hidden="true" className="size-7" viewBox="0 0 32 32">
      <path
        d="M16 4 26.4 10v12L16 28 5.6 22V10Z"
        fill="none"
        stroke="var(--line-strong)"
        strokeLinejoin="round"
        strokeWidth="1.6"
      />
      <path d="M16 16 5.6 10M16 16l10.4-6M16 16v12" stroke="var(--accent)" strokeLinecap="round" strokeWidth="2" />
      <circle cx="16" cy="16" fill="var(--accent)" r="3.6" />
    </svg>
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
  return (
    <nav
      aria-label="Pages"
      className="order-last flex shrink-0 justify-around border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:order-none md:w-16 md:flex-col md:items-center md:justify-start md:border-t-0 md:border-r md:pt-3 md:pb-0"
    >
      <Mark />
      {PAGES.map(page => (
        <RailLink current={isCurrent(page.href, path)} key={page.href} page={page} />
      ))}
      <MorePages path={path} />
    </nav>
  )
}
