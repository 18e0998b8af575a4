import type { EventKind } from '@/lib/model/event'
import type { StreamMessage } from './stream-message'

/** What changes what a node does with any frame. */
const OF_NODES: ReadonlySet<EventKind> = new Set<EventKind>([
  ...(['nodeConnected', 'nodeLost', 'nodeRefused'] as const),
  ...(['linkUp', 'linkDown', 'linkAdded', 'linkGone', 'linkChanged'] as const),
])

/** Whether a trace between these MACs may come to something else after this. One that failed for want of a reading may, too. */
export const concernsTrace = (message: StreamMessage, macs: readonly (string | null | undefined)[]): boolean => {
  if (message.type === 'reset') return true
  if (message.type !== 'happened') return false
  const { kind, row } = message.event
  return row === null ? OF_NODES.has(kind) : macs.includes(row.mac)
}
