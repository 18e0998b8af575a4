'use client'

import { Menu } from '@base-ui/react/menu'
import clsx from 'clsx'
import { Ellipsis } from 'lucide-react'
import { MENU_ITEM, MenuPopup } from '../ui/MenuPopup'
import { WayLink } from '../ui/PageLink'
import { isCurrent, type Page } from './pages'
import { RAIL_PLACE, railColours } from './rail-style'

/** The pages that a small screen's bar has no room for. */
export const MorePages = ({ pages, path }: { pages: readonly Page[]; path: string }) => {
  const more = pages.filter(({ onSmall }) => onSmall === 'more')
  const current = more.find(({ href }) => isCurrent(href, path))
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={current ? `More pages, now ${current.name}` : 'More pages'}
        className={clsx(RAIL_PLACE, railColours(current !== undefined), 'md:hidden')}
      >
        <Ellipsis aria-hidden className="size-[18px]" strokeWidth={1.75} />
        More
      </Menu.Trigger>
      <MenuPopup side="top" width="min-w-44">
        {more.map(({ href, title, icon: Icon }) => (
          <Menu.Item
            className={clsx(MENU_ITEM, isCurrent(href, path) && 'text-accent')}
            key={href}
            render={<WayLink aria-current={isCurrent(href, path) ? 'page' : undefined} href={href} />}
          >
            <Icon aria-hidden className="size-[18px]" strokeWidth={1.75} />
            {title}
          </Menu.Item>
        ))}
      </MenuPopup>
    </Menu.Root>
  )
}
