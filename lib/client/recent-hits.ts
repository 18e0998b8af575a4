import { z } from 'zod'
import { Hit } from './search-hit'

const KEY = 'vxscope.recent-searches'
const KEPT = 6
const Kept = z.array(Hit).max(KEPT)

/** What was gone to last from the search of this browser, newest first. */
export const recentHits = (): Hit[] => {
  try {
    const kept = Kept.safeParse(JSON.parse(localStorage.getItem(KEY) ?? '[]'))
    return kept.success ? kept.data : []
  } catch {
    return []
  }
}

const keep = (hits: readonly Hit[]): void => {
  try {
    localStorage.setItem(KEY, JSON.stringify(hits))
  } catch {
    // A browser that keeps nothing has no recent ones.
  }
}

/** Where it was is not kept: it may be elsewhere by the next time. */
export const keepHit = (hit: Hit): void =>
  keep([{ ...hit, detail: '', endsAt: null }, ...recentHits().filter(({ id }) => id !== hit.id)].slice(0, KEPT))

export const forgetHits = (): void => keep([])
