'use client'

import { Menu } from '@base-ui/react/menu'
import clsx from 'clsx'
import type { ReactNode } from 'react'

/** A line of a menu, of whatever kind. */
export const MENU_ITEM =
  'flex h-11 cursor-pointer items-center gap-2 rounded px-2 outline-none data-highlighted:bg-accent-soft md:h-8'

interface Props {
  align?: 'start' | 'end'
  side?: 'top' | 'bottom'
  /** A utility for the least width. */
  width?: string
  children: ReactNode
}

/** What a menu's trigger opens. Stands inside `Menu.Root`. */
export const MenuPopup = ({ align = 'end', side = 'bottom', width = 'min-w-40', children }: Props) => (
  <Menu.Portal>
    <Menu.Positioner align={align} className="z-50" side={side} sideOffset={6}>
      <Menu.Popup className={clsx('rounded-md border border-line bg-raised p-1 shadow-high', width)}>
        {children}
      </Menu.Popup>
    </Menu.Positioner>
  </Menu.Portal>
)
