'use client'

import { Check, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { ApiFault } from '@/lib/client/fetcher'
import { formatDuration } from '@/lib/client/time'
import { useNow } from '@/lib/client/use-now'
import { summaryOf } from '@/lib/client/vxlan/change-words'
import { answerChange } from '@/lib/client/vxlan/use-changes'
import type { AppliedChange } from '@/lib/model/apply'
import type { ApiError } from '@/lib/model/error'
import { Button } from '../ui/Button'
import { ErrorLine } from '../ui/ErrorLine'

/** Some nodes failed: whether those that are done go back too. Nothing said undoes them. */
export const AskOthers = ({ change }: { change: AppliedChange }) => {
  const now = useNow()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const { title, text } = summaryOf(change)
  const left = change.answerBy === null || now === null ? null : Date.parse(change.answerBy) - now
  const done = change.nodes.filter(({ state }) => state === 'whole').map(({ node }) => node)
  const say = async (undoOthers: boolean): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await answerChange(change.id, undoOthers)
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause
      setError(cause.error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section
      aria-label="Undo the others?"
      className="rounded-lg border border-warn/45 bg-warn-soft px-4 py-3"
      role="alert"
    >
      <h3 className="font-semibold">{title}</h3>
      <p className="mt-0.5 text-ink-2">
        {text}
        {left !== null && (
          <span className="tabular-nums">
            {' '}
            {left > 0 ? `Nothing said, they go back by themselves in ${formatDuration(left)}.` : 'They go back now.'}
          </span>
        )}
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button disabled={busy} look="primary" onClick={() => void say(true)}>
          <Undo2 aria-hidden className="size-4" />
          Undo {done.join(', ')} too
        </Button>
        <Button disabled={busy} onClick={() => void say(false)}>
          <Check aria-hidden className="size-4" />
          Keep {done.join(', ')}
        </Button>
      </div>
      {error !== null && (
        <div className="mt-3">
          <ErrorLine error={error} />
        </div>
      )}
    </section>
  )
}
