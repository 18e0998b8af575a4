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
  after: { at: number; seq: number } | null
}

export interface StoredState {
  node: string
  keyframe: { at: number; body: Uint8Array<ArrayBuffer> } | null
  /** Lines of JSON, oldest first. */
  events: Uint8Array<ArrayBuffer>
  reach: string | null
}

/** What the worker is asked, and what it answers. */
export interface Calls {
  open: {
    ask: { file: string; asideSuffix: string }
    answer: { last: LastKeyframe[]; movedAside: string | null; usage: Usage }
  }
  /** Events as lines of JSON: a buffer is handed over, where objects would be copied on the loop that serves. */
  write: { ask: { events: Uint8Array<ArrayBuffer>; keyframes: KeyframeRecord[] }; answer: { bytes: number } }
  page: { ask: PageQuery; answer: { bodies: string[]; next: { at: number; seq: number } | null } }
  state: { ask: { at: number }; answer: StoredState[] }
  prune: { ask: { floor: number; maxBytes: number }; answer: Usage }
  usage: { ask: null; answer: Usage }
  /** Since when the state can be told, ms since 1970. */
  oldest: { ask: null; answer: number | null }
  close: { ask: null; answer: null }
}

export type CallName = keyof Calls

export type Request = { [Name in CallName]: { id: number; name: Name; ask: Calls[Name]['ask'] } }[CallName]

export type Answer = { id: number; ok: true; value: unknown } | { id: number; ok: false; error: HistoryError }
