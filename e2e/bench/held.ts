import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createBus } from '@/lib/bus'
import { newShell } from '@/lib/collect/node-status'
import { createStore } from '@/lib/collect/store'
import { takeReading } from '@/lib/collect/take-reading'
import type { FdbEntry } from '@/lib/model/reading'
import { applyFdbLines } from '@/lib/overlay'
import { aBridge, aFloodEntry, anEntry, anUnderlay, aReading, aVxlanLink, READ_AT } from '@/lib/overlay/testing'
import { keepFindings } from '@/lib/server/checks/keep-findings'
import { createStreamHub } from '@/lib/server/stream/hub'
import type { Emit } from './bench-line'
import { type MemorySample, slopeOf } from './memory'

const CLIENTS = 50
const MACS = 3_000
const MINUTES = 50
/** Changes as the bench `clients` makes them, without the waiting: 40 a second. */
const TURN = { rows: 10, ms: 500 }
/** More than all that is kept for clients that were away. */
const FILL = { rows: 200, turns: 130 }
const READ_EVERY = 60
const MINUTE_MS = 60_000
const MB = 1024 * 1024

const byte = (value: number): string => (value & 255).toString(16).padStart(2, '0')
const entryAt = (at: number): FdbEntry =>
  anEntry(`02:c0:00:00:${byte(at >> 8)}:${byte(at)}`, '10.0.3.1', { state: 'static', used: null, updated: null })
const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/** What isn't collected yet is not held. */
const collect = (): void => {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc()')
}

/** What overlay, checks, bus and stream hold after 50 minutes of changes with 50 clients, by a clock of our own. */
export const run = async (emit: Emit): Promise<void> => {
  let now = READ_AT
  const bus = createBus('held', now)
  const store = createStore(bus.publish, () => now)
  const report = (error: unknown): void => {
    throw error
  }
  const findings = keepFindings({ bus, now: () => now, flapWithin: () => 180_000, report })
  const hub = createStreamHub({ bus, now: () => new Date(now).toISOString() })
  const listen = async (body: ReadableStream<Uint8Array>): Promise<void> => {
    for (const reader = body.getReader(); !(await reader.read()).done; );
  }
  for (let at = 0; at < CLIENTS; at++)
    void listen(hub.connect({}, { lastEventId: null, changes: true, signal: new AbortController().signal }))

  const sink = store.add(newShell({ name: 'ubuntu' }))
  const vxlan0 = aVxlanLink('vxlan0', { local: '10.0.2.1' }, { link: 'eth1', master: 'br0' })
  const links = [anUnderlay('eth1', '10.0.2.1'), aBridge('br0'), vxlan0]
  const there = new Map<number, FdbEntry>()
  const read = async (): Promise<void> => {
    const reading = aReading({ readAt: now, links, fdb: [aFloodEntry('10.0.2.9'), ...there.values()] })
    const { profile } = reading
    const shell = { status: 'connected', error: null, profile, watch: 'stream' } as const
    await takeReading(sink, reading, { startedAt: now - 1, watched: true, shell })
  }
  let [added, deleted] = [0, 0]
  const lineOf = (at: number, isDeleted: boolean) => {
    const entry = entryAt(at % MACS)
    if (isDeleted) there.delete(at % MACS)
    else there.set(at % MACS, entry)
    return { deleted: isDeleted, aged: false, entry }
  }
  const turn = async (rows: number): Promise<void> => {
    const gone = Array.from({ length: added - deleted }, (_, index) => lineOf(deleted + index, true))
    deleted = added
    const come = Array.from({ length: rows }, (_, index) => lineOf(added + index, false))
    added += rows
    now += TURN.ms
    sink.step(table => applyFdbLines(table, [...gone, ...come], now))
    await nextTurn()
  }

  await read()
  for (let at = 0; at < FILL.turns; at++) await turn(FILL.rows)
  const samples: MemorySample[] = []
  for (let minute = 0; minute < MINUTES; minute++) {
    for (let at = 0; at < MINUTE_MS / TURN.ms; at++) {
      await turn(TURN.rows)
      if (at % READ_EVERY === 0) await read()
      if (at % 2 === 0) findings.settle()
    }
    collect()
    const { rss, heapUsed, external } = process.memoryUsage()
    samples.push({ at: now, rss, heapUsed, external })
  }
  findings.stop()
  hub.close()
  const line = (metric: string, value: number, unit: string, n: number) =>
    emit({ bench: 'held', metric, value, unit, baseline: null, ratio: null, n })
  const second = samples.slice(samples.length / 2)
  line('heapUsed:start', (samples[0]?.heapUsed ?? Number.NaN) / MB, 'MB', 1)
  line('heapUsed:end', (samples.at(-1)?.heapUsed ?? Number.NaN) / MB, 'MB', 1)
  line('heapUsed:slope', slopeOf(second, sample => sample.heapUsed) / MB, 'MB/min', second.length)
}
