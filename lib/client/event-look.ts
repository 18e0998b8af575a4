import type { Event } from '@/lib/model/event'
import { momentText } from './moment'

/** Where what an event tells of is seen: a row in the FDB, anything else at its node in the overlay. */
const placeOf = ({ node, row }: Event): [path: string, params: Record<string, string>] => {
  if (row === null) return ['/', { sel: `node:${node}` }]
  const isOverlay = row.vni !== null || row.dst !== null
  return ['/fdb', { q: `${row.mac} node:${node}`, ...(isOverlay ? {} : { scope: 'all' }) }]
}

/** The ways to the moment right before an event and to the one right after it. */
export const lookAt = (event: Event): { before: string; after: string } => {
  const [path, params] = placeOf(event)
  const at = Date.parse(event.at)
  const way = (moment: number): string => `${path}?${new URLSearchParams({ ...params, at: momentText(moment) })}`
  return { before: way(at - 1), after: way(at) }
}
