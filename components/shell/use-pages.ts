import { useMe } from '@/lib/client/use-me'
import { mayAs } from '@/lib/model/access'
import { PAGES, type Page } from './pages'

/** The pages that one may open; those for some only are offered once it is known who one is. */
export const usePages = (): Page[] => {
  const me = useMe()
  return PAGES.filter(({ role }) => role === undefined || (me !== undefined && mayAs(me.role, role)))
}
