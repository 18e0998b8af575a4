import type { Event } from '@/lib/model/event'
import { formatClock, formatDuration, plural } from './time'
import { REASON_WORD } from './why-gone'

const ENOUGH_S = 1_000

/** An engineer compares with ageing times, which are in seconds. */
const later = (from: Event, to: Event): string => {
  const ms = Date.parse(to.at) - Date.parse(from.at)
  const seconds = Math.round(ms / 1000)
  return `${seconds < ENOUGH_S ? `${seconds} s` : formatDuration(ms)} later`
}

/** A place as an event names it, by its nodes where it is the row's own. */
const placeOf = ({ row }: Event, place: string | null): string => {
  if (place === null) return 'an unknown place'
  if (row === null || row.dst !== place) return place
  return row.dstNodes.length > 0 ? row.dstNodes.join(', ') : `${place}, which is no node of ours`
}

const begins = ({ kind }: Event): boolean => kind === 'learned' || kind === 'added'

const firstClause = (event: Event): string => {
  const time = `at ${formatClock(Date.parse(event.at))}`
  const place = placeOf(event, event.to ?? event.row?.dst ?? null)
  switch (event.kind) {
    case 'learned':
      return `Learned on ${event.node} at ${place} ${time}`
    case 'added':
      return `Added on ${event.node} as ${event.row?.kind ?? 'an entry'}, at ${place}, ${time}`
    case 'moved':
      return `Moved on ${event.node} from ${event.from ?? 'an unknown place'} to ${place} ${time}`
    case 'gone':
      return `Gone from ${event.node} ${time}: ${REASON_WORD[event.reason ?? 'unknown']}`
    default:
      return `${event.text.replace(/\.$/, '')} ${time}`
  }
}

const nextClause = (event: Event, before: Event): string => {
  switch (event.kind) {
    case 'moved':
      return `moved to ${placeOf(event, event.to)} ${later(before, event)}`
    case 'gone':
      return `${REASON_WORD[event.reason ?? 'unknown']} ${later(before, event)}`
    case 'flapping':
      return `found flapping ${later(before, event)}`
    default:
      return `${begins(event) ? 'learned anew' : event.kind} ${later(before, event)}`
  }
}

const tellEpisode = (events: readonly Event[]): string => {
  const clauses = events.map((event, index) => {
    const before = events[index - 1]
    return before === undefined ? firstClause(event) : nextClause(event, before)
  })
  const open = events.at(-1)?.kind === 'gone' ? '' : ', and not gone since'
  return `${clauses.join(', ')}${open}.`
}

/** From each coming to its going, per node and VNI, in the order they began. */
const episodesOf = (events: readonly Event[]): Event[][] => {
  const all: Event[][] = []
  const open = new Map<string, Event[]>()
  for (const event of events) {
    const key = `${event.node} ${event.row?.vni ?? ''}`
    const known = open.get(key)
    if (known === undefined) {
      const begun = [event]
      all.push(begun)
      open.set(key, begun)
    } else known.push(event)
    if (event.kind === 'gone') open.delete(key)
  }
  return all
}

/** What became of one MAC, in a few sentences, oldest first. `events` are all its own, newest first; times in the reader's zone. */
export const tellLife = (events: readonly Event[]): string[] => {
  if (events.length === 0) return []
  const nodes = new Set(events.map(event => event.node)).size
  const moves = events.filter(event => event.kind === 'moved').length
  const moved = moves === 0 ? 'it never moved' : `it moved ${moves === 1 ? 'once' : `${moves} times`}`
  return [
    `${plural(nodes, 'node')} ${nodes === 1 ? 'has' : 'have'} known it; ${moved}.`,
    ...episodesOf(events.toReversed()).map(tellEpisode),
  ]
}
