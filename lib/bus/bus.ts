import type { Event } from '@/lib/model/event'
import type { FdbRow, Overlay } from '@/lib/model/overlay'
import type { Reading } from '@/lib/model/reading'
import type { StreamDelta } from '@/lib/model/stream'

/** The overlay as it stands at one revision. Never changed in place. */
export interface Snapshot {
  /** "EPOCH-N": opaque; EPOCH is new with each process, N grows with each change. */
  revision: string
  /** ms since 1970 by this process's clock: when this state was put together. */
  at: number
  overlay: Overlay
  fdb: readonly FdbRow[]
  /** Last reading of each node that has ever been read, its FDB as it was known then. */
  readings: ReadonlyMap<string, Reading>
}

/** What one revision brought. */
export interface BusMessage {
  revision: string
  delta: Omit<StreamDelta, 'revision'>
  events: readonly Event[]
}

/** A revision's content. The collector gives it; the bus numbers it. `overlay` and `fdb` may be getters. */
export interface Publication extends Omit<Snapshot, 'revision'> {
  delta: BusMessage['delta']
  events: readonly Event[]
}

export interface Bus {
  /** The newest state. */
  current(): Snapshot
  publish(publication: Publication): void
  /** What came after `revision`, oldest first; `null` when that is too old, of another process, or no revision at all. */
  since(revision: string): BusMessage[] | null
  /** Calls `listener` with each message as it is published. Gives the function that ends it. */
  subscribe(listener: (message: BusMessage) => void): () => void
}

/** Revisions, and rows in them, that are kept for clients that were away for a moment. */
const KEPT_MESSAGES = 2_000
const KEPT_ROWS = 50_000

const rowsIn = ({ delta, events }: BusMessage): number => delta.fdb.put.length + delta.fdb.remove.length + events.length

const EMPTY: Omit<Snapshot, 'revision' | 'at'> = {
  overlay: { nodes: [], vteps: [], vnis: [], groups: [], tunnels: [] },
  fdb: [],
  readings: new Map(),
}

/** The latest messages, bounded by their number and by the rows they hold together. */
const createBacklog = () => {
  const kept: BusMessage[] = []
  let rows = 0
  return {
    add: (message: BusMessage): void => {
      kept.push(message)
      rows += rowsIn(message)
      while (kept.length > KEPT_MESSAGES || rows > KEPT_ROWS) {
        const oldest = kept.shift()
        if (!oldest) break
        rows -= rowsIn(oldest)
      }
    },
    last: (count: number): BusMessage[] | null => (count <= kept.length ? kept.slice(kept.length - count) : null),
  }
}

/** Where collector and web meet when both are this process. `epoch` names the process. */
export const createBus = (epoch: string, now: number): Bus => {
  let count = 0
  let snapshot: Snapshot = { ...EMPTY, at: now, revision: `${epoch}-0` }
  const backlog = createBacklog()
  const listeners = new Set<(message: BusMessage) => void>()
  return {
    current: () => snapshot,
    publish: publication => {
      count += 1
      const revision = `${epoch}-${count}`
      const { at, readings, delta, events } = publication
      snapshot = {
        ...{ revision, at, readings },
        // Asked for when somebody looks: with 100,000 rows the lists cost more than the change did.
        get overlay() {
          return publication.overlay
        },
        get fdb() {
          return publication.fdb
        },
      }
      const message = { revision, delta, events }
      backlog.add(message)
      for (const listener of listeners) listener(message)
    },
    since: revision => {
      const [, process, number] = /^([^-]+)-(\d{1,15})$/.exec(revision) ?? []
      const missed = count - Number(number)
      return process === epoch && missed >= 0 ? backlog.last(missed) : null
    },
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
