import { useCallback, useEffect, useRef, useState } from 'react'
import { urlAhead } from './url-ahead'
import { type Params, useUrl } from './use-url'

/** How long nothing may change before the URL is. Next draws the whole page again for it, which an answer is not to wait for. */
const WRITE_MS = 250

const leadsAway = ({ target }: Event): boolean => target instanceof Element && target.closest('a[href]') !== null

/**
 * As `useUrl`, for what changes by the letter: `get` tells it at once, the URL a moment later, or before a link is followed.
 * What the URL becomes by others (Back, a search hit) takes its place.
 */
export const useUrlSoon = () => {
  const { params, change } = useUrl()
  const due = useRef<Params>({})
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [ahead, setAhead] = useState<Params>({})
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the last URL that was written, the page has caught up but for what is due
  useEffect(() => {
    if (!urlAhead.isAhead()) setAhead(due.current)
  }, [params])
  const write = useCallback(() => {
    clearTimeout(timer.current)
    if (Object.keys(due.current).length === 0) return
    const changes = due.current
    due.current = {}
    change(changes)
  }, [change])
  const drop = useCallback(() => {
    clearTimeout(timer.current)
    due.current = {}
  }, [])
  useEffect(() => {
    const onClick = (event: Event): void => {
      if (leadsAway(event)) write()
    }
    document.addEventListener('click', onClick, { capture: true })
    window.addEventListener('pagehide', write)
    window.addEventListener('popstate', drop)
    return () => {
      document.removeEventListener('click', onClick, { capture: true })
      window.removeEventListener('pagehide', write)
      window.removeEventListener('popstate', drop)
      drop()
    }
  }, [write, drop])
  const set = useCallback(
    (changes: Params) => {
      due.current = { ...due.current, ...changes }
      setAhead(known => ({ ...known, ...changes }))
      clearTimeout(timer.current)
      timer.current = setTimeout(write, WRITE_MS)
    },
    [write],
  )
  const get = (key: string): string | null => {
    const value = ahead[key]
    return value === undefined ? params.get(key) : value
  }
  return { get, set }
}
