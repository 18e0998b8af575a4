import { useCallback, useSyncExternalStore } from 'react'
import { ageNow, serverNow } from './server-clock'

const onServer = () => null

/** A clock in ms, rounded down to `step` ms; draws again once per step while the page is visible. */
const useClock = (read: () => number | null, step: number): number | null => {
  const subscribe = useCallback(
    (changed: () => void) => {
      const timer = setInterval(() => {
        if (document.visibilityState === 'visible') changed()
      }, step)
      document.addEventListener('visibilitychange', changed)
      return () => {
        clearInterval(timer)
        document.removeEventListener('visibilitychange', changed)
      }
    },
    [step],
  )
  const snapshot = useCallback(() => {
    const now = read()
    return now === null ? null : Math.floor(now / step) * step
  }, [read, step])
  return useSyncExternalStore(subscribe, snapshot, onServer)
}

/** Server time in ms, by the second. */
export const useNow = (step = 1_000): number | null => useClock(serverNow, step)

/** Server time in ms for the ages of entries: it stops when answers do. */
export const useAgeNow = (step = 1_000): number | null => useClock(ageNow, step)
