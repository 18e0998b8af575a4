'use client'

import { Menu } from '@base-ui/react/menu'
import { Check, Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { MENU_ITEM, MenuPopup } from '../ui/MenuPopup'

const THEMES = [
  { value: 'system', name: 'As the system', icon: Monitor },
  { value: 'light', name: 'Light', icon: Sun },
  { value: 'dark', name: 'Dark', icon: Moon },
] as const

export const ThemeSwitch = () => {
  const { theme, setTheme } = useTheme()
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label="Theme"
        className="grid size-8 shrink-0 place-items-center rounded-md text-ink-2 hover:bg-sunken hover:text-ink"
      >
        <Sun aria-hidden className="size-4 dark:hidden" />
        <Moon aria-hidden className="hidden size-4 dark:block" />
      </Menu.Trigger>
      <MenuPopup>
        <Menu.RadioGroup onValueChange={setTheme} value={theme ?? 'system'}>
          {THEMES.map(({ value, name, icon: Icon }) => (
            <Menu.RadioItem className={MENU_ITEM} key={value} value={value}>
              <Icon aria-hidden className="size-4 text-ink-3" />
              <span className="flex-1">{name}</span>
              <Menu.RadioItemIndicator>
                <Check aria-hidden className="size-4 text-accent" />
              </Menu.RadioItemIndicator>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </MenuPopup>
    </Menu.Root>
  )
}
