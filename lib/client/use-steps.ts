import { useCallback, useEffect, useRef, useState } from 'react'
import { serverNow } from './server-clock'
import { fetchNeighbour, type Travel } from './use-travel'

const TYPING = 'input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]'

/** Steps from event to event, by call and by the keys "," and "."; `told` is what happened at the moment that is shown. */
export const useSteps = (shown: number | null, { to, back }: Pick<Travel, 'to' | 'back'>) => {
  const [told, setTold] = useState<{ at: number; text: string } | null>(null)
  const stepping = useRef(false)
  const step = useCallback(
    async (direction: 'before' | 'after') => {
      const from = shown ?? serverNow()
      if (stepping.current || from === null || (shown === null && direction === 'after')) return
      stepping.current = true
      try {
        const event = await fetchNeighbour(from, direction)
        if (event !== null) {
          const at = Date.parse(event.at)
          setTold({ at, text: event.text })
          to(at)
        } else if (direction === 'after') back()
        else setTold({ at: from, text: 'Nothing before this is recorded.' })
      } catch {
        setTold({ at: from, text: 'The server did not answer.' })
      } finally {
        stepping.current = false
      }
    },
    [shown, to, back],
  )
  const before = useCallback(() => void step('before'), [step])
  const after = useCallback(() => void step('after'), [step])
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null
      if (event.ctrlKey || event.metaKey || event.altKey || target?.closest(TYPING)) return
      if (event.key === ',') before()
      else if (event.key === '.') after()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [before, after])
  return { before, after, told: told !== null && told.at === shown ? told.text : null }
}
