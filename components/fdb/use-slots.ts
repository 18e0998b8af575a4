import { useLayoutEffect, useMemo, useRef } from 'react'
import { NO_SLOTS, type Slots, takeSlots } from '@/lib/client/row-slots'

/** The keys that rows are drawn by: as `takeSlots` gives them, those of before reused when another question is answered. */
export const useSlots = (ids: readonly string[], answers: string): Slots => {
  const drawn = useRef({ slots: NO_SLOTS, answers })
  const named = ids.join('\n')
  const slots = useMemo(
    () => takeSlots(drawn.current.slots, named === '' ? [] : named.split('\n'), drawn.current.answers !== answers),
    [named, answers],
  )
  useLayoutEffect(() => {
    drawn.current = { slots, answers }
  }, [slots, answers])
  return slots
}
