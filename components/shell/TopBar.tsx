'use client'

import { Search } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { Account } from './Account'
import { ConnectionState } from './ConnectionState'
import { pageOf } from './pages'
import { ThemeSwitch } from './ThemeSwitch'
import { VniFilter } from './VniFilter'

export const TopBar = ({ onSearch }: { onSearch: () => void }) => {
  const path = usePathname()
  const page = pageOf(path)
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-line border-b bg-surface px-3 md:gap-4 md:px-4">
      <div className="flex min-w-0 shrink-0 items-center gap-4 md:min-w-44">
        <h1 className={path === '/' ? 'sr-only' : 'font-semibold text-title'}>
          <span className="sm:hidden">{page?.name ?? 'vxscope'}</span>
          <span className="max-sm:hidden">{page?.title ?? 'vxscope'}</span>
        </h1>
        {path === '/' && <VniFilter />}
      </div>
      <button
        aria-keyshortcuts="/ Control+K"
        aria-label="Search MAC, IP, node, VNI"
        className="flex h-8 items-center gap-2 rounded-md border border-line bg-raised px-2.5 text-ink-3 hover:border-line-strong md:w-80"
        onClick={onSearch}
        type="button"
      >
        <Search aria-hidden className="size-4" />
        <span className="hidden flex-1 text-left md:inline">Search MAC, IP, node, VNI</span>
        <kbd className="mono hidden rounded border border-line px-1 md:inline">/</kbd>
      </button>
      <div className="ml-auto flex min-w-0 items-center gap-1">
        <ConnectionState />
        <ThemeSwitch />
        <Account />
      </div>
    </header>
  )
}
