'use client'

import { useLiveOverlay } from '@/lib/client/use-api'
import { useConnection } from '@/lib/client/use-connection'
import { Notice } from '../ui/Notice'

/** Since when what a page shows is no longer kept current, and why; nothing while it is. */
export const StaleNotice = ({ what }: { what: string }) => {
  const { fault } = useLiveOverlay()
  const { stale, text } = useConnection()
  if (!stale) return null
  return (
    <div className="px-4 py-3">
      <Notice size="line" title={`${what} is ${text.replace('no server, ', '')}`} tone="bad">
        {fault && `${fault.error.message} ${fault.error.hint}`}
      </Notice>
    </div>
  )
}
