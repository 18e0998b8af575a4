import { FdbQuery } from '@/lib/model/api'
import type { FdbRow } from '@/lib/model/overlay'
import { queryFdb } from '@/lib/overlay'
import { standingOf } from './revision'
import type { StreamMessage } from './stream-message'

/** What has just been seen to happen to a row that is there. */
export type Mark = 'new' | 'refreshed'

/** Rows that a page has loaded, kept up by the stream. Moments are `performance.now()`. */
export interface FdbList {
  revision: string
  /** Those that are gone but still shown included. */
  rows: readonly FdbRow[]
  /** Of all rows that match, loaded or not. */
  total: number
  /** All that match are loaded. */
  complete: boolean
  /** Something changed that only the server can put in its place. */
  dirty: boolean
  marks: ReadonlyMap<string, { mark: Mark; at: number }>
  /** Rows that are gone, by id, and since when. */
  leaving: ReadonlyMap<string, number>
}

/** How long a gone row stays, and a change is seen, in ms. */
export const LEAVING_MS = 5_000
export const MARK_MS = 1_800

/** The query of a request's URL as the server reads it, all pages at once; `null` for one that it would refuse. */
export const queryOf = (url: string): FdbQuery | null => {
  const params = new URLSearchParams(url.slice(url.indexOf('?') + 1))
  for (const page of ['cursor', 'format', 'limit']) params.delete(page)
  const query = FdbQuery.safeParse({ ...Object.fromEntries(params), limit: 1_000_000 })
  return query.success ? query.data : null
}

const select = (rows: readonly FdbRow[], query: FdbQuery): FdbRow[] => {
  const found = queryFdb(rows, query)
  return found.ok ? found.value.rows : []
}

/** Ages come in whole seconds, so the same moment wanders by up to one between two readings. */
const WANDER_MS = 1_500

const updatedAt = (row: FdbRow): number =>
  row.updated === null ? Number.NEGATIVE_INFINITY : Date.parse(row.readAt) - row.updated * 1000

/** Whether `now` has more life than `then`: a frame came in, or was sent where that is what counts. */
export const isRefreshed = (then: FdbRow, now: FdbRow): boolean => {
  if (then.expiresAt !== null && now.expiresAt !== null)
    return Date.parse(now.expiresAt) - Date.parse(then.expiresAt) > WANDER_MS
  return updatedAt(now) - updatedAt(then) > WANDER_MS
}

/** Rows with new ones in their places. Where not all are loaded, what belongs behind the last one stays away. */
const placeRows = (rows: FdbRow[], added: readonly FdbRow[], query: FdbQuery, complete: boolean): FdbRow[] => {
  const placed = select([...rows, ...added], query)
  const last = rows.at(-1)
  return complete ? placed : last === undefined ? rows : placed.slice(0, placed.indexOf(last) + 1)
}

const applyRows = (list: FdbList, query: FdbQuery, put: readonly FdbRow[], remove: readonly string[], at: number) => {
  const changed = new Map(put.map(row => [row.id, row]))
  const matching = new Set(select(put, query).map(row => row.id))
  const gone = new Set(remove)
  const unseen = new Set(remove)
  const marks = new Map(list.marks)
  const leaving = new Map(list.leaving)
  let { total, dirty } = list
  const rows: FdbRow[] = []
  for (const row of list.rows) {
    const now = changed.get(row.id)
    unseen.delete(row.id)
    changed.delete(row.id)
    if (now === undefined) {
      if (gone.has(row.id) && !leaving.has(row.id)) {
        leaving.set(row.id, at)
        marks.delete(row.id)
        total -= 1
      }
      rows.push(row)
    } else if (matching.has(row.id)) {
      if (leaving.delete(row.id)) {
        total += 1
        marks.set(row.id, { mark: 'new', at })
      } else if (isRefreshed(row, now)) marks.set(row.id, { mark: 'refreshed', at })
      rows.push(now)
    } else if (!leaving.delete(row.id)) total -= 1
  }
  const added = [...changed.values()].filter(row => matching.has(row.id))
  const placed = added.length === 0 ? rows : placeRows(rows, added, query, list.complete)
  if (list.complete) total += added.length
  else dirty ||= added.length > 0 || unseen.size > 0
  if (placed !== rows) for (const row of added) marks.set(row.id, { mark: 'new', at })
  return { ...list, rows: placed, total, dirty, marks, leaving }
}

/** A list after messages of the stream. Where it misses something it stays as it is, and is `dirty`. */
export const followFdb = (
  list: FdbList,
  query: FdbQuery | null,
  messages: readonly StreamMessage[],
  at: number,
): FdbList => {
  let next = list
  for (const message of messages) {
    if (
      message.type === 'happened' ||
      message.type === 'change' ||
      (message.type === 'heartbeat' && message.revision === null)
    )
      continue
    if (message.type === 'reset') {
      next = { ...next, dirty: true }
      continue
    }
    const { after, revision } = message
    const standing = revision === null ? 'known' : standingOf(next.revision, after, revision)
    if (standing === 'known') continue
    if (standing === 'gap') {
      next = next.dirty ? next : { ...next, dirty: true }
      continue
    }
    const { put, remove } = message.type === 'delta' ? message.delta.fdb : { put: [], remove: [] }
    if (put.length > 0 || remove.length > 0)
      next = query === null ? { ...next, dirty: true } : applyRows(next, query, put, remove, at)
    next = { ...next, revision: revision ?? next.revision }
  }
  return next
}

const younger = <T>(
  map: ReadonlyMap<string, T>,
  timeOf: (value: T) => number,
  since: number,
): ReadonlyMap<string, T> => {
  const kept = [...map].filter(([, value]) => timeOf(value) > since)
  return kept.length === map.size ? map : new Map(kept)
}

/** The list once what was only shown for a moment is over. The same one where nothing is. */
export const settleFdb = (list: FdbList, at: number): FdbList => {
  const marks = younger(list.marks, mark => mark.at, at - MARK_MS)
  const leaving = younger(list.leaving, since => since, at - LEAVING_MS)
  if (marks === list.marks && leaving === list.leaving) return list
  const rows =
    leaving === list.leaving ? list.rows : list.rows.filter(row => !list.leaving.has(row.id) || leaving.has(row.id))
  return { ...list, rows, marks, leaving }
}

/** When `settleFdb` next has something to do; `null` for never. */
export const nextSettling = ({ marks, leaving }: FdbList): number | null => {
  const times = [
    ...[...marks.values()].map(({ at }) => at + MARK_MS),
    ...[...leaving.values()].map(at => at + LEAVING_MS),
  ]
  return times.length === 0 ? null : Math.min(...times)
}
