'use client'

import { formatExact } from '@/lib/client/time'
import { useDensity } from '@/lib/client/use-density'
import { useNow } from '@/lib/client/use-now'
import type { ApiError } from '@/lib/model/error'
import { Button } from '../ui/Button'
import { Notice } from '../ui/Notice'

/** The first moment that is kept is asked for with any part of the time. */
const ANY = { from: 0, to: 1_000, step: 1_000 }

interface Props {
  onMoment: (at: number) => void
  onBack: () => void
}

const Back = ({ onBack }: Pick<Props, 'onBack'>) => <Button onClick={onBack}>Back to now</Button>

/** The address bar holds something that is no moment. */
export const Malformed = ({ text, onBack }: Pick<Props, 'onBack'> & { text: string }) => (
  <Notice title="The address names no moment" tone="warn">
    <p>
      <span className="mono break-all text-ink">at={text}</span> is not one. Expected: a date and a time with a zone, as
      in <span className="mono whitespace-nowrap text-ink">2026-11-22T14:02:11Z</span>.
    </p>
    <Back onBack={onBack} />
  </Notice>
)

const TooOld = ({ at, onMoment, onBack }: Props & { at: number }) => {
  const { answer } = useDensity(ANY)
  const oldest = answer?.oldestAt ?? null
  const title =
    oldest === null ? 'Nothing is recorded yet' : `Nothing was recorded before ${formatExact(Date.parse(oldest))}`
  return (
    <Notice title={title} tone="warn">
      <p>You asked how it was at {formatExact(at)}. Recording began later, or what is older was let go of.</p>
      <p className="flex flex-wrap gap-2">
        {oldest !== null && <Button onClick={() => onMoment(Date.parse(oldest))}>Go to the first moment</Button>}
        <Back onBack={onBack} />
      </p>
    </Notice>
  )
}

const ToCome = ({ at, onBack }: Pick<Props, 'onBack'> & { at: number }) => {
  const now = useNow()
  return (
    <Notice title="That moment is still to come" tone="warn">
      <p>
        You asked how it was at {formatExact(at)}. {now !== null && `By the server’s clock it is ${formatExact(now)}.`}
      </p>
      <Back onBack={onBack} />
    </Notice>
  )
}

/** Refusals that have a page of their own; whatever else fails leaves the picture where it is. */
export const REFUSED: readonly string[] = ['tooOld', 'noHistory', 'badRequest']

/** Why a moment can't be shown, and where to go instead. */
export const PastProblem = ({ error, at, ...ways }: Props & { error: ApiError; at: number }) => {
  if (error.code === 'tooOld') return <TooOld at={at} {...ways} />
  if (error.code === 'badRequest') return <ToCome at={at} onBack={ways.onBack} />
  return (
    <Notice title="No history is kept" tone="warn">
      <p>
        {error.message} {error.hint}
      </p>
      <p>How it is now is shown all the same.</p>
      <Back onBack={ways.onBack} />
    </Notice>
  )
}
