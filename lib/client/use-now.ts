import { useCallback, useSyncExternalStore } from 'react'
import { serverNow } from './server-clock'

const onServer = () => null

/** Server time in ms, rounded down to `step` ms; draws again once per step while the page is visible. */
export const useNow = (step = 1_000): number | null => {
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
    const now = serverNow()
    return now === null ? null : Math.floor(now / step) * step
  }, [step])
  return useSyncExternalStore(subscribe, snapshot, onServer)
}
