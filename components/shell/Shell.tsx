'use client'

import { useSearchParams } from 'next/navigation'
import { type ReactNode, useCallback, useState } from 'react'
import { carryParams } from '@/lib/client/moment'
import { useLiveUpdates } from '@/lib/client/use-live-updates'
import { MomentContext, useAskedMoment } from '@/lib/client/use-moment'
import { useForgetPast } from '@/lib/client/use-past'
import { PastFrame } from '../past/PastFrame'
import { HrefContext } from '../ui/PageLink'
import { Rail } from './Rail'
import { SearchDialog } from './SearchDialog'
import { TopBar } from './TopBar'
import { useSearchKeys } from './use-search-keys'

/** What stands around every page. */
export const Shell = ({ children }: { children: ReactNode }) => {
  const [searching, setSearching] = useState(false)
  const open = useCallback(() => setSearching(true), [])
  useSearchKeys(open)
  useLiveUpdates()
  const asked = useAskedMoment()
  const at = asked.kind === 'past' && asked.shown ? asked.at : null
  useForgetPast(at)
  const search = useSearchParams().toString()
  const way = useCallback((href: string) => carryParams(href, search), [search])
  return (
    <MomentContext value={at}>
      <HrefContext value={way}>
        <div className="flex h-dvh flex-col md:flex-row">
          <a
            className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-bg focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
            href="#main"
          >
            Skip to the content
          </a>
          <Rail />
          <div className="flex min-h-0 min-w-0 flex-1 flex-col">
            <TopBar onSearch={open} />
            <main className="min-h-0 flex-1 overflow-hidden outline-none" id="main" tabIndex={-1}>
              <PastFrame>{children}</PastFrame>
            </main>
          </div>
          <SearchDialog onClose={() => setSearching(false)} open={searching} />
        </div>
      </HrefContext>
    </MomentContext>
  )
}
