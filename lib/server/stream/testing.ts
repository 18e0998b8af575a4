import { type BusMessage, createBus } from '@/lib/bus'
import type { Event } from '@/lib/model/event'
import type { FdbRow } from '@/lib/model/overlay'
import { aFdbRow } from '@/lib/model/testing'

const NOTHING = { put: [], remove: [] }

export const NO_DELTA: BusMessage['delta'] = {
  nodes: NOTHING,
  vteps: NOTHING,
  vnis: NOTHING,
  groups: NOTHING,
  tunnels: NOTHING,
  fdb: NOTHING,
}

const ISO = '2026-11-22T12:00:00.000Z'

export const aRow = (id: string, over: Partial<FdbRow> = {}): FdbRow => aFdbRow({ id, ageingBasis: 'updated', ...over })

export const anEvent = (id: string, over: Partial<Event> = {}): Event => ({
  id,
  at: ISO,
  node: 'vyos01',
  kind: 'learned',
  reason: null,
  row: null,
  from: null,
  to: null,
  text: 'vyos01 learned 02:00:00:00:00:01',
  ...over,
})

/** A bus of epoch `abc`, and what puts rows on it. Its snapshot has the rows that were put and not removed. */
export const aBus = () => {
  const bus = createBus('abc', 0)
  const rows = new Map<string, FdbRow>()
  const publish = (put: readonly FdbRow[], remove: readonly string[] = [], events: readonly Event[] = []): void => {
    for (const row of put) rows.set(row.id, row)
    for (const id of remove) rows.delete(id)
    const { overlay, readings } = bus.current()
    const delta = { ...NO_DELTA, fdb: { put: [...put], remove: [...remove] } }
    bus.publish({ at: 0, overlay, readings, fdb: [...rows.values()], delta, events })
  }
  return { bus, publish }
}

export interface Heard {
  event: string | null
  id: string | null
  data: unknown
}

const fieldOf = (block: string, name: string): string | null =>
  block
    .split('\n')
    .find(line => line.startsWith(`${name}: `))
    ?.slice(name.length + 2) ?? null

/** Frames as a browser takes them apart. `retry:` alone is no event. */
export const parseFrames = (text: string): Heard[] =>
  text
    .split('\n\n')
    .filter(block => fieldOf(block, 'data') !== null)
    .map(block => ({
      event: fieldOf(block, 'event'),
      id: fieldOf(block, 'id'),
      data: JSON.parse(fieldOf(block, 'data') ?? 'null'),
    }))

/** Reads a stream a chunk at a time. */
export const listen = (body: ReadableStream<Uint8Array>) => {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  const heard: Heard[] = []
  let begun = ''
  let raw = ''
  const take = (text: string): void => {
    raw += text
    begun += text
    const last = begun.lastIndexOf('\n\n')
    const end = last < 0 ? 0 : last + 2
    heard.push(...parseFrames(begun.slice(0, end)))
    begun = begun.slice(end)
  }
  /** Reads on until `isEnough` of all that was heard, or the end. */
  const until = async (isEnough: (heard: readonly Heard[]) => boolean): Promise<Heard[]> => {
    while (!isEnough(heard)) {
      const { done, value } = await reader.read()
      if (done) break
      take(decoder.decode(value, { stream: true }))
    }
    return [...heard]
  }
  return {
    until,
    count: (count: number) => until(heard => heard.length >= count),
    toEnd: () => until(() => false),
    leave: () => reader.cancel(),
    raw: () => raw,
  }
}
