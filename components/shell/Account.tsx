'use client'

import { Menu } from '@base-ui/react/menu'
import { CircleUser, LogOut } from 'lucide-react'
import { useState } from 'react'
import { ApiFault } from '@/lib/client/fetcher'
import { logOut, useMe } from '@/lib/client/use-me'
import type { Role } from '@/lib/model/access'
import { MENU_ITEM, MenuPopup } from '../ui/MenuPopup'

const MEANS: Record<Role, string> = {
  viewer: 'Sees everything, changes nothing.',
  operator: 'Sees everything, applies changes, probes, captures and silences.',
  admin: 'May do everything.',
}

const NO_USERS = 'This server has no users: whoever is on its machine may do everything.'

/** Who one is, what one may, and the way out. */
export const Account = () => {
  const me = useMe()
  const [problem, setProblem] = useState<string | null>(null)
  if (me === undefined) return <span className="size-8 shrink-0" />
  const leave = async () => {
    try {
      await logOut()
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause
      setProblem(cause.error.message)
    }
  }
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={`Account: ${me.name}, ${me.role}`}
        className="flex h-8 shrink-0 items-center gap-1.5 rounded-md px-2 text-ink-2 hover:bg-sunken hover:text-ink"
      >
        <CircleUser aria-hidden className="size-4" />
        {me.via !== 'local' && <span className="hidden max-w-32 truncate md:inline">{me.name}</span>}
      </Menu.Trigger>
      <MenuPopup width="min-w-56 max-w-72">
        <div className="px-2 py-1.5">
          <p className="font-medium">
            {me.name} <span className="font-normal text-ink-2">{me.role}</span>
          </p>
          <p className="mt-0.5 text-ink-2 text-small">{me.via === 'local' ? NO_USERS : MEANS[me.role]}</p>
          {problem !== null && (
            <p className="mt-1 text-bad text-small" role="alert">
              {problem}
            </p>
          )}
        </div>
        {me.via === 'session' && (
          <Menu.Item className={MENU_ITEM} closeOnClick={false} onClick={leave}>
            <LogOut aria-hidden className="size-4 text-ink-3" />
            Log out
          </Menu.Item>
        )}
      </MenuPopup>
    </Menu.Root>
  )
}
