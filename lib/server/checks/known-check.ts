import { CHECKS } from '@/lib/overlay'
import { nearestKey } from '../inventory/nearest-key'

const IDS = CHECKS.map(({ id }) => id)

/** Whether there is a check of that id. One that is misspelt would find nothing, as one that is content does. */
export const isCheck = (id: string): boolean => IDS.includes(id)

/** What to write in place of an id that is no check's. */
export const checkHint = (id: string): string => {
  const nearest = nearestKey(id, IDS)
  return `${nearest === null ? '' : `Did you mean ${nearest}? `}GET /api/v1/checks tells which checks there are.`
}
