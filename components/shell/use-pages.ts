import { useMe } from '@/lib/client/use-me'
import { mayAs } from '@/lib/model/access'
import { PAGES, type Page } from './pages'

/** The pages that one may open; all of them until it is known who one is, so that none goes for want of an answer. */
export const usePages = (): Page[] => {
  const me = useMe()
  return PAGES.filter(({ role }) => role === undefined || me === undefined || mayAs(me.role, role))
}
