import { type Event, EventKind } from '@/lib/model/event'
import { macDigits } from './mac'

/** What of all that happened a page shows; all that is given must hold. */
export interface EventFilter {
  /** A whole MAC, with colons. */
  mac: string | null
  vni: number | null
  node: string | null
  kind: EventKind | null
  /** Nothing from this moment on, RFC 3339. */
  until?: string
}

/** A MAC in any notation as it stands in the API; `null` for less than a whole one. */
export const wholeMac = (text: string): string | null => {
  const digits = macDigits(text.trim())
  return digits?.length === 12 ? (digits.match(/../g) ?? []).join(':') : null
}

/** What of a URL's parameters filters events. A kind or VNI that isn't one is left out. */
export const parseEventFilter = (params: { get: (key: string) => string | null }): EventFilter => {
  const vni = params.get('vni')
  const kind = EventKind.safeParse(params.get('kind'))
  return {
    mac: wholeMac(params.get('mac') ?? ''),
    vni: vni !== null && /^\d{1,8}$/.test(vni) ? Number(vni) : null,
    node: params.get('node') || null,
    kind: kind.success ? kind.data : null,
  }
}

export const EVENTS_PER_PAGE = 100

export const eventsUrl = ({ mac, vni, node, kind, until }: EventFilter, cursor: string | null): string => {
  const params = new URLSearchParams({ limit: String(EVENTS_PER_PAGE) })
  if (mac !== null) params.set('mac', mac)
  if (vni !== null) params.set('vni', String(vni))
  if (node !== null) params.set('node', node)
  if (kind !== null) params.set('kind', kind)
  if (until !== undefined) params.set('until', until)
  if (cursor !== null) params.set('cursor', cursor)
  return `/api/v1/events?${params}`
}

/** Whether the server would give an event for a filter. */
export const matchesEvent = (event: Event, { mac, vni, node, kind, until }: EventFilter): boolean =>
  (until === undefined || event.at < until) &&
  (mac === null || event.row?.mac === mac) &&
  (vni === null || event.row?.vni === vni) &&
  (node === null || event.node === node) &&
  (kind === null || event.kind === kind)

export const isFiltered = ({ until: _, ...filter }: EventFilter): boolean =>
  Object.values(filter).some(value => value !== null)

/** Events of several lists, each of them once, newest first; of the same moment in the order they are given. */
export const mergeEvents = (...lists: (readonly Event[])[]): Event[] => {
  const byId = new Map<string, Event>()
  for (const event of lists.flat()) if (!byId.has(event.id)) byId.set(event.id, event)
  return [...byId.values()].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
}
