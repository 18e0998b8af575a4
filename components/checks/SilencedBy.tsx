'use client'

import { useState } from 'react'
import { ApiFault } from '@/lib/client/fetcher'
import { formatExact } from '@/lib/client/time'
import { endSilence } from '@/lib/client/use-silences'
import type { ApiError } from '@/lib/model/error'
import type { Silence } from '@/lib/model/silence'
import { ForRole } from '../shared/ForRole'
import { Button } from '../ui/Button'
import { ErrorLine } from '../ui/ErrorLine'

const whatOf = ({ finding, check, subject }: Silence): string => {
  if (finding !== null) return ''
  return check === null
    ? ' (all of its subject)'
    : subject === null
      ? ' (this check everywhere)'
      : ' (this check, here)'
}

/** Who wants to hear no more of a finding, until when and why, and the way to end it. */
export const SilencedBy = ({ silence }: { silence: Silence }) => {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const end = async () => {
    setBusy(true)
    try {
      await endSilence(silence.id)
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause
      setError(cause.error)
      setBusy(false)
    }
  }
  return (
    <div className="space-y-2 rounded-md border border-line bg-surface px-3 py-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
          <span className="text-ink-2">
            Silenced by {silence.who} until {formatExact(Date.parse(silence.until))}
            {whatOf(silence)}:
          </span>{' '}
          {silence.reason}
        </p>
        <ForRole needs="operator">
          <Button disabled={busy} onClick={() => void end()}>
            End it
          </Button>
        </ForRole>
      </div>
      {error !== null && <ErrorLine error={error} />}
    </div>
  )
}
