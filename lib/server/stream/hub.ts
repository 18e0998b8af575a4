import type { Bus, BusMessage } from '@/lib/bus'
import type { AppliedChange } from '@/lib/model/apply'
import type { StreamQuery } from '@/lib/model/stream'
import { type Client, createClient, QUEUE_LIMITS, type QueueLimits } from './client'
import { changeFrame, heartbeatFrame, partOf, partsFrame, RETRY_FRAME, resetFrame } from './frames'
import { matches, type Narrowing, narrowingKey, narrowingOf, narrowsRows } from './narrow'

export interface ConnectOptions {
  lastEventId: string | null
  /** Whether it may hear of changes of VXLAN devices. */
  changes: boolean
  signal: AbortSignal
}

export interface StreamHub {
  /**
   * Server-sent events from now on, or from the revision in `lastEventId` (else in the query's `since`). Ends when `signal`
   * is aborted, when nobody reads it, or with `close`.
   */
  connect(query: StreamQuery, options: ConnectOptions): ReadableStream<Uint8Array>
  /** Tells a change of VXLAN devices as it is now. Who connects is told of those that are under way. */
  tellChange(change: AppliedChange): void
  readonly clients: number
  /** Bytes that wait for slow clients. */
  readonly waitingBytes: number
  /** Ends all streams, at once. */
  close(): void
}

export interface StreamHubOptions {
  bus: Bus
  /** The clock, as RFC 3339. */
  now: () => string
  limits?: QueueLimits
  heartbeatMs?: number
}

const HEARTBEAT_MS = 10_000

/** Clients that hear the same. What they hear is written as JSON once. */
interface Audience {
  narrowing: Narrowing
  clients: Set<Client>
  /** Ids of the rows that match, where not all do. */
  rows: Set<string> | null
}

const ANY = (): boolean => true

const openAudience = (narrowing: Narrowing, bus: Bus): Audience => ({
  narrowing,
  clients: new Set(),
  rows: narrowsRows(narrowing)
    ? new Set(bus.current().fdb.flatMap(row => (matches(narrowing, row) ? [row.id] : [])))
    : null,
})

const tell = ({ narrowing, clients, rows }: Audience, message: BusMessage): void => {
  const part = partOf(message, narrowing, rows ? id => rows.has(id) : ANY)
  if (rows && part.delta) {
    for (const id of part.delta.fdb.remove) rows.delete(id)
    for (const { id } of part.delta.fdb.put) rows.add(id)
  }
  const frame = partsFrame([part], message.revision)
  if (frame) for (const client of clients) client.send(frame)
}

/** What a client begins with: what it missed, or that it has to fetch again; and a heartbeat with the revision it is at. */
const welcome = (bus: Bus, narrowing: Narrowing, seen: string | null): Uint8Array | null => {
  if (seen === null) return null
  const { revision } = bus.current()
  const missed = bus.since(seen)
  if (missed === null) return resetFrame(revision)
  return partsFrame(
    missed.map(message => partOf(message, narrowing, ANY)),
    revision,
  )
}

/** Takes what the bus says to any number of clients. One of them that is slow costs the others nothing. */
export const createStreamHub = ({
  bus,
  now,
  limits = QUEUE_LIMITS,
  heartbeatMs = HEARTBEAT_MS,
}: StreamHubOptions): StreamHub => {
  const audiences = new Map<string, Audience>()
  const underWay = new Map<string, AppliedChange>()
  let closed = false
  const all = (): Client[] => [...audiences.values()].flatMap(({ clients }) => [...clients])
  const newest = (): string => bus.current().revision

  const leave = bus.subscribe(message => {
    for (const audience of audiences.values()) tell(audience, message)
  })
  const beat = setInterval(() => {
    const frame = heartbeatFrame(newest(), now())
    // Who has something waiting is told by that; its revision would overtake it.
    for (const client of all()) if (client.isAbreast) client.send(frame)
  }, heartbeatMs)
  beat.unref()

  const join = (narrowing: Narrowing, client: Client): (() => void) => {
    const key = narrowingKey(narrowing)
    const audience = audiences.get(key) ?? openAudience(narrowing, bus)
    audiences.set(key, audience)
    audience.clients.add(client)
    return () => {
      audience.clients.delete(client)
      if (audience.clients.size === 0) audiences.delete(key)
    }
  }

  return {
    connect: (query, { lastEventId, changes, signal }) => {
      const wanted = narrowingOf(query)
      const narrowing = { ...wanted, changes: wanted.changes && changes }
      let part = (): void => {}
      const gone = (): void => {
        signal.removeEventListener('abort', aborted)
        part()
        client.end(true)
      }
      const { client, body } = createClient(newest, limits, gone)
      const aborted = (): void => {
        part()
        client.end(false)
      }
      client.send(RETRY_FRAME)
      const first = welcome(bus, narrowing, lastEventId ?? query.since ?? null)
      if (first) client.send(first)
      client.send(heartbeatFrame(newest(), now()))
      if (narrowing.changes) for (const change of underWay.values()) client.send(changeFrame(change))
      if (closed || signal.aborted) client.end(false)
      else {
        part = join(narrowing, client)
        signal.addEventListener('abort', aborted, { once: true })
      }
      return body
    },
    tellChange: change => {
      if (change.state === 'ended') underWay.delete(change.id)
      else underWay.set(change.id, change)
      const frame = changeFrame(change)
      for (const { narrowing, clients } of audiences.values())
        if (narrowing.changes) for (const client of clients) client.send(frame)
    },
    get clients() {
      return all().length
    },
    get waitingBytes() {
      return all().reduce((sum, { waitingBytes }) => sum + waitingBytes, 0)
    },
    close: () => {
      closed = true
      leave()
      clearInterval(beat)
      for (const client of all()) client.end(false)
      audiences.clear()
    },
  }
}
