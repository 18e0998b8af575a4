import type { AuditAnswer, AuditQuery } from '@/lib/model/audit'
import type { Event, EventQuery } from '@/lib/model/event'
import { type HistoryResult, historyError } from './error'
import { type NodeState, refuseOld, statesOf } from './node-state'
import type { Bucket, Gap, NewAuditEntry, Usage } from './protocol'
import type { Batch, Recorded } from './queue'
import { storedEvent } from './stored-event'
import type { WorkerPort } from './worker-port'
import type { Writer } from './writer'

export interface HistoryStats extends Usage {
  queued: number
  refused: { events: number; keyframes: number }
}

export interface History {
  /** Where a damaged file was moved to when this history was opened, and a new one begun. */
  readonly movedAside: string | null
  /**
   * Resolves once all is on the disk. `queueFull`: nothing of the batch was taken. Any error: the events are counted in
   * `stats().refused`, a `notRecorded` event says so where they are missing, as soon as that can be written, and the next
   * keyframe of their nodes is written whatever it says.
   */
  record(batch: Batch): Promise<HistoryResult<Recorded>>
  /** From `at` (ms since 1970) on these nodes aren't followed, and no state has them until they are read again. */
  remove(nodes: readonly string[], at: number): Promise<HistoryResult<null>>
  /** The same for all nodes but these. */
  retain(nodes: readonly string[], at: number): Promise<HistoryResult<null>>
  /** How many events of each kind lie in each of equal lengths of time; and when nobody recorded. */
  density(query: DensityRequest): Promise<HistoryResult<Density>>
  /** Newest first, unless asked for the oldest. `mac` as rows have it. The cursor goes on after the last one given, whatever was recorded since. */
  events(query: EventQuery): Promise<HistoryResult<{ events: Event[]; nextCursor: string | null }>>
  /**
   * Per node what tells its state at `at` (ms since 1970), by name; all that was recorded before the call is known of.
   * `tooOld` for moments before `stats().oldestAt`.
   */
  stateAt(at: number): Promise<HistoryResult<NodeState[]>>
  /** Adds an entry to the audit log. Resolves once it is on the disk. */
  audit(entry: NewAuditEntry): Promise<HistoryResult<null>>
  /** Entries of the audit log, newest first. */
  auditEntries(query: AuditQuery): Promise<HistoryResult<AuditAnswer>>
  /** Takes away what is over age or size; done by itself every minute. */
  prune(): Promise<HistoryResult<Usage>>
  stats(): Promise<HistoryResult<HistoryStats>>
  /** Writes what waits, then closes. */
  close(): Promise<void>
}

const CURSOR = /^(\d{1,15})-(\d{1,15})$/

const AUDIT_CURSOR = /^\d{1,15}$/

const badCursor = () => ({ ok: false, error: historyError('badCursor', 'This is no cursor of ours.') }) as const

const momentOf = (iso: string | undefined): number | null => (iso === undefined ? null : Date.parse(iso))

export interface DensityRequest extends Pick<EventQuery, 'mac' | 'vni' | 'node' | 'kind'> {
  /** ms since 1970; by default the oldest moment that can be told of. */
  since: number | null
  until: number
  buckets: number
}

export interface Density {
  since: number
  until: number
  bucketMs: number
  /** The oldest moment that can be told of; `null` while nothing is recorded. */
  oldestAt: number | null
  buckets: Bucket[]
  gaps: Gap[]
}

const askDensity = async (port: WorkerPort, request: DensityRequest): Promise<HistoryResult<Density>> => {
  const oldest = await port.ask('oldest', null)
  if (!oldest.ok) return oldest
  const { until, buckets, mac = null, vni = null, node = null, kind = null } = request
  const since = Math.min(until, request.since ?? oldest.value ?? until)
  const bucketMs = Math.max(1, Math.ceil((until - since) / buckets))
  const counted = await port.ask('count', { since, until, bucketMs, mac, vni, node, kind })
  if (!counted.ok) return counted
  const gaps = await port.ask('gaps', { since, until })
  if (!gaps.ok) return gaps
  return {
    ok: true,
    value: { since, until, bucketMs, oldestAt: oldest.value, buckets: counted.value, gaps: gaps.value },
  }
}

/** Reads that a history offers; `port` is its worker. */
export const createReads = (port: WorkerPort): Pick<History, 'events' | 'stateAt' | 'density' | 'auditEntries'> => ({
  density: request => askDensity(port, request),
  events: async ({ since, until, mac, vni, node, kind, order, limit, cursor }) => {
    const place = cursor === undefined ? null : CURSOR.exec(cursor)
    if (cursor !== undefined && !place) return badCursor()
    const answer = await port.ask('page', {
      since: momentOf(since),
      until: momentOf(until),
      mac: mac ?? null,
      vni: vni ?? null,
      node: node ?? null,
      kind: kind ?? null,
      limit,
      forward: order === 'oldest',
      after: place && { at: Number(place[1]), seq: Number(place[2]) },
    })
    if (!answer.ok) return answer
    const { bodies, next } = answer.value
    return { ok: true, value: { events: bodies.map(storedEvent), nextCursor: next && `${next.at}-${next.seq}` } }
  },
  auditEntries: async ({ since, until, who, action, result, node, limit, cursor }) => {
    if (cursor !== undefined && !AUDIT_CURSOR.test(cursor)) return badCursor()
    const answer = await port.ask('auditPage', {
      since: momentOf(since),
      until: momentOf(until),
      who: who ?? null,
      action: action ?? null,
      result: result ?? null,
      node: node ?? null,
      limit,
      before: cursor === undefined ? null : Number(cursor),
    })
    if (!answer.ok) return answer
    const { entries, next } = answer.value
    return { ok: true, value: { entries, nextCursor: next === null ? null : `${next}` } }
  },
  stateAt: async at => {
    const oldest = await port.ask('oldest', null)
    if (!oldest.ok) return oldest
    const refused = refuseOld(at, oldest.value)
    if (refused) return refused
    const answer = await port.ask('state', { at })
    return answer.ok ? statesOf(answer.value) : answer
  },
})

export const createHistory = (
  port: WorkerPort,
  writer: Writer,
  movedAside: string | null,
  prune: History['prune'],
  stop: () => Promise<void>,
): History => {
  const reads = createReads(port)
  return {
    movedAside,
    record: writer.record,
    ...reads,
    audit: entry => port.ask('audit', entry),
    remove: (nodes, at) => port.ask('remove', { at, nodes }),
    retain: (nodes, at) => port.ask('retain', { at, nodes }),
    stateAt: async at => {
      await writer.written()
      return reads.stateAt(at)
    },
    prune,
    stats: async () => {
      const usage = await port.ask('usage', null)
      if (!usage.ok) return usage
      return { ok: true, value: { ...usage.value, queued: writer.queued, refused: { ...writer.refused } } }
    },
    close: async () => {
      await writer.end()
      await stop()
      await port.ask('close', null)
      await port.end()
    },
  }
}
