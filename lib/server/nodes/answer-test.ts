import { testConnection } from '@/lib/collect'
import type { InventoryNode } from '@/lib/model/inventory'
import { answerLines, stopWith } from '../answer-lines'
import { type Reaching, resolveOptions } from './named-node'

/** Each step of a connection test as a line of JSON, when it begins and when it is over. Ends with the request. */
export const answerTest = (node: InventoryNode, reaching: Reaching, signal: AbortSignal): Response => {
  const stop = stopWith(signal)
  const { trust, gate } = reaching.access
  const options = { ...resolveOptions(reaching), trust: trust(), gate, signal: stop.signal }
  return answerLines(testConnection(node, options), stop)
}
