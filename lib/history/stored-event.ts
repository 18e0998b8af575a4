import type { Event } from '@/lib/model/event'
import type { EventRecord } from './protocol'

export const recordOf = (event: Event): EventRecord => ({
  id: event.id,
  at: Date.parse(event.at),
  node: event.node,
  kind: event.kind,
  mac: event.row?.mac ?? null,
  vni: event.row?.vni ?? null,
  body: JSON.stringify(event),
})

/** The one place that believes what is stored: `recordOf` wrote it. */
export const asEvent = (value: unknown): Event => value as Event

export const storedEvent = (body: string): Event => asEvent(JSON.parse(body))
