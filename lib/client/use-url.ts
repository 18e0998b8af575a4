import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useMemo } from 'react'
import { carryParams } from './moment'
import { urlAhead } from './url-ahead'

export type Params = Record<string, string | null>

const withParams = (path: string, current: string, changes: Params): string => {
  const params = new URLSearchParams(current)
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === '') params.delete(key)
    else params.set(key, value)
  }
  // ":" "/" "," and ">" may stand in a query as they are, and identities are read more easily so.
  const text = params.toString().replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%2C', ',')
  return text === '' ? path : `${path}?${text}`
}

/** What of a page's state stands in its URL. `change` leaves no entry in the history, `visit` one that Back undoes. `go` takes the moment along. */
export const useUrl = () => {
  const path = usePathname()
  const params = useSearchParams()
  const router = useRouter()
  useEffect(() => urlAhead.drawn(path, params.toString()), [path, params])
  const change = useCallback(
    (changes: Params) => {
      const next = withParams(path, urlAhead.searchOf(path, window.location.search), changes)
      urlAhead.wrote(path, next.slice(path.length))
      window.history.replaceState(null, '', next)
    },
    [path],
  )
  const visit = useCallback(
    (changes: Params) => {
      const search = urlAhead.searchOf(path, window.location.search)
      const next = withParams(path, search, changes)
      if (next === `${path}${search}`) return
      urlAhead.wrote(path, next.slice(path.length))
      window.history.pushState(null, '', next)
    },
    [path],
  )
  const go = useCallback(
    (to: string, changes: Params = {}) =>
      to === path ? visit(changes) : router.push(carryParams(withParams(to, '', changes), window.location.search)),
    [path, router, visit],
  )
  return useMemo(() => ({ path, params, change, visit, go }), [path, params, change, visit, go])
}

/** The VNI that is picked, from the URL; `null` for all. */
export const vniOfParams = (params: { get: (key: string) => string | null }): number | null => {
  const text = params.get('vni')
  return text !== null && /^\d{1,8}$/.test(text) ? Number(text) : null
}
