import { useCallback, useSyncExternalStore } from 'react'

const onServer = () => false

/** Whether a media query holds; `false` until the page is in a browser. */
export const useMedia = (query: string): boolean => {
  const subscribe = useCallback(
    (changed: () => void) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    [query],
  )
  const snapshot = useCallback(() => window.matchMedia(query).matches, [query])
  return useSyncExternalStore(subscribe, snapshot, onServer)
}

export const usePhone = (): boolean => useMedia('(max-width: 767px)')
