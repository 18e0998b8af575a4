import type { AuditEntry } from '@/lib/model/audit'
import type { HistoryError } from './error'

export interface KeyframeRecord {
  node: string
  at: number
  /** Digests of what a reading says, ages left out: of the FDB, and of everything else. */
  head: string
  fdb: string
  rows: number
  body: Uint8Array<ArrayBuffer>
}

/** The newest keyframe of a node, and how many events of the node came after it. */
export interface LastKeyframe {
  node: string
  at: number
  head: string
  fdb: string
  since: number
}

export interface Usage {
  bytes: number
  events: number
  keyframes: number
  /** Since when the state can be told, ms since 1970; `null` while nothing is recorded. */
  oldestAt: number | null
}

export interface PageQuery {
  since: number | null
  until: number | null
  mac: string | null
  vni: number | null
  node: string | null
  kind: string | null
  limit: number
  /** Oldest first. */
  forward: boolean
  after: { at: number; seq: number } | null
}

/** How often what happened, by kind, from `at` (ms since 1970) on for the length of a bucket. */
export interface Bucket {
  at: number
  kind: string
  count: number
}

/** A time in which nobody recorded. */
export interface Gap {
  from: number
  to: number
}

export interface CountQuery extends Pick<PageQuery, 'mac' | 'vni' | 'node' | 'kind'> {
  since: number
  until: number
  bucketMs: number
}

export interface StoredState {
  node: string
  /** Somebody followed the node then. */
  recorded: boolean
  keyframe: { at: number; body: Uint8Array<ArrayBuffer> } | null
  /** Lines of JSON, oldest first. */
  events: Uint8Array<ArrayBuffer>
  reach: string | null
}

/** `at` in ms since 1970. */
export type NewAuditEntry = Omit<AuditEntry, 'id' | 'at'> & { at: number }

export interface AuditPageQuery {
  since: number | null
  until: number | null
  who: string | null
  action: string | null
  result: string | null
  node: string | null
  limit: number
  /** Goes on after the entry of this number. */
  before: number | null
}

/** What the worker is asked, and what it answers. */
export interface Calls {
  open: {
    ask: { file: string; asideSuffix: string; now: number }
    answer: { last: LastKeyframe[]; movedAside: string | null; usage: Usage }
  }
  /** Events as lines of JSON: a buffer is handed over, where objects would be copied on the loop that serves. */
  write: { ask: { events: Uint8Array<ArrayBuffer>; keyframes: KeyframeRecord[] }; answer: { bytes: number } }
  page: { ask: PageQuery; answer: { bodies: string[]; next: { at: number; seq: number } | null } }
  count: { ask: CountQuery; answer: Bucket[] }
  gaps: { ask: { since: number; until: number }; answer: Gap[] }
  /** Somebody records at this moment. */
  alive: { ask: { at: number }; answer: null }
  /** From `at` on these nodes aren't followed any more. */
  remove: { ask: { at: number; nodes: readonly string[] }; answer: null }
  /** From `at` on none but these nodes is followed. */
  retain: { ask: { at: number; nodes: readonly string[] }; answer: null }
  state: { ask: { at: number }; answer: StoredState[] }
  audit: { ask: NewAuditEntry; answer: null }
  auditPage: { ask: AuditPageQuery; answer: { entries: AuditEntry[]; next: number | null } }
  prune: { ask: { floor: number; auditFloor: number; maxBytes: number }; answer: Usage }
  usage: { ask: null; answer: Usage }
  /** Since when the state can be told, ms since 1970. */
  oldest: { ask: null; answer: number | null }
  close: { ask: null; answer: null }
}

export type CallName = keyof Calls

export type Request = { [Name in CallName]: { id: number; name: Name; ask: Calls[Name]['ask'] } }[CallName]

export type Answer = { id: number; ok: true; value: unknown } | { id: number; ok: false; error: HistoryError }
