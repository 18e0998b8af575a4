import { usePathname, useSearchParams } from 'next/navigation'
import { createContext, useContext, useMemo } from 'react'
import { type AskedMoment, hasPast, parseMoment } from './moment'

/** The moment that is shown, ms since 1970; `null` for now. */
export const MomentContext = createContext<number | null>(null)

/** The moment that what is around shows, ms since 1970; `null` for now. */
export const useMoment = (): number | null => useContext(MomentContext)

/** What the URL asks for, and whether this page can show it. */
export const useAskedMoment = (): AskedMoment & { shown: boolean } => {
  const text = useSearchParams().get('at')
  const shown = hasPast(usePathname())
  return useMemo(() => ({ ...parseMoment(text), shown }), [text, shown])
}
