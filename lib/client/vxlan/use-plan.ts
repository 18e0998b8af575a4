import { useCallback, useEffect, useState } from 'react'
import type { Change, ChangeRefusal } from '@/lib/model/change'
import type { ApiError } from '@/lib/model/error'
import type { Plan } from '@/lib/model/plan'
import { ApiFault } from '../fetcher'
import { askPlan } from './send-plan'

interface Asked {
  plan: Plan | null
  refusal: ChangeRefusal | null
  error: ApiError | null
}

const NOTHING: Asked = { plan: null, refusal: null, error: null }

const ask = async (change: Change): Promise<Asked> => {
  try {
    const asked = await askPlan(change)
    return asked.ok ? { ...NOTHING, plan: asked.value } : { ...NOTHING, refusal: asked.error }
  } catch (cause) {
    if (!(cause instanceof ApiFault)) throw cause
    return { ...NOTHING, error: cause.error }
  }
}

/** The plan of a change that nothing has to be filled in for: asked for at once, and `again` on request. */
export const usePlan = (change: Change): Asked & { again: () => void } => {
  const [asked, setAsked] = useState<Asked>(NOTHING)
  const [round, setRound] = useState(0)
  const text = JSON.stringify(change)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change is what its text is; another round asks again
  useEffect(() => {
    let over = false
    setAsked(NOTHING)
    void ask(change).then(next => {
      if (!over) setAsked(next)
    })
    return () => {
      over = true
    }
  }, [text, round])
  return { ...asked, again: useCallback(() => setRound(before => before + 1), []) }
}
