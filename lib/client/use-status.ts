import type { Node } from '@/lib/model/overlay'
import { useMoment } from './use-moment'
import { statusOf, statusThen } from './words'

/** A node's status in a word and a tone, as it is, or in the past as it was. */
export const useStatus = (node: Pick<Node, 'status' | 'state'>): ReturnType<typeof statusOf> => {
  const past = useMoment() !== null
  return past ? statusThen(node) : statusOf(node)
}
