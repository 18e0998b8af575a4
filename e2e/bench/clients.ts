import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext } from '@playwright/test'
import { until } from '@/e2e/system/running'
import type { Emit } from './bench-line'
import { type Churn, startChurn } from './churn'
import { type FdbMonitor, watchKernel } from './fdb-monitor'
import { quantile } from './median'
import { MEMORY_FILE, type MemorySample, memoryOptions, readMemory, slopeOf } from './memory'
import { type Sight, watchPage } from './page-watch'
import { type ServedLab, withServedLab } from './served-lab'
import { openSse, type SseClient } from './sse'
import { startTeacher, type Taught } from './teacher'

const CLIENTS = 50
const CHURN_MS = 60_000
/** Of the same kind, and not counted: code is compiled and pages fill their own bounds. */
const WARM_UP_MS = 20_000
/** In the churn: changes a second are twice the rows over the pause. */
const TURN = { rows: 10, everyMs: 500 }
/** Before it: more than all that the server keeps for clients that were away, and than a connection's buffers take. */
const FILL = { rows: 200, turns: 130, everyMs: 80 }
const LEARN_EVERY_MS = 2_000
const LEARNED = /02:1a(?::[0-9a-f]{2}){4}/
/** What the eighth tab shows comes last. */
const TABS = [
  ...['/', '/fdb', '/timeline', '/nodes', '/nodes/ubuntu', '/fdb?q=kind:learned', '/?vni=42'],
  '/fdb?q=02:1a&sort=-mac',
]
const MB = 1024 * 1024

const byte = (value: number): string => (value & 255).toString(16).padStart(2, '0')

/** One client, and how much it was told. */
class Listener {
  events = 0
  resets = 0

  private constructor(private readonly opened: { client: SseClient | null }) {}

  static async begin(url: string): Promise<Listener> {
    const listener = new Listener({ client: null })
    listener.opened.client = await openSse(`${url}/api/v1/stream`, ({ event }) => {
      if (event === 'happened') listener.events += 1
      if (event === 'reset') listener.resets += 1
    })
    return listener
  }

  pause = (): void => this.opened.client?.pause()
  resume = (): void => this.opened.client?.resume()
  end = (): void => this.opened.client?.end()
}

const begin = (url: string, count: number): Promise<Listener[]> =>
  Promise.all(Array.from({ length: count }, () => Listener.begin(url)))

/** Fills what is bounded, so that what grows afterwards has no bound. */
const fill = async (churn: Churn, reader: Listener): Promise<void> => {
  for (let turn = 0; turn < FILL.turns; turn++) {
    churn.turn(FILL.rows)
    await sleep(FILL.everyMs)
  }
  // A burst comes as a `reset` where it is too much at a time: what is waited for is rest.
  for (let seen = -1; seen !== reader.events; await sleep(1_000)) seen = reader.events
}

const openTabs = async (context: BrowserContext): Promise<ReadonlyMap<string, Sight>> => {
  let sights: ReadonlyMap<string, Sight> = new Map()
  for (const url of TABS) {
    const page = await context.newPage()
    if (url === TABS.at(-1)) sights = await watchPage(page, LEARNED)
    await page.goto(url)
    await page.getByText(/^live · /).waitFor()
  }
  return sights
}

interface Parties {
  churn: Churn
  taught: Taught
  kernel: FdbMonitor
  sights: ReadonlyMap<string, Sight>
}

/** When something was learned, and when the eighth tab had it. */
interface Seen {
  kernel: number
  dom: number
}

interface Churned {
  seen: Seen[]
  /** ms since 1970. */
  from: number
  to: number
}

/** Goes on for a while; all along a node learns something that the eighth tab is to show. */
const runChurn = async (
  forMs: number,
  prefix: string,
  { churn, taught, kernel, sights }: Parties,
): Promise<Churned> => {
  const from = Date.now()
  const macs: string[] = []
  for (let turn = 0; Date.now() < from + forMs; turn++) {
    churn.turn(TURN.rows)
    if (turn % (LEARN_EVERY_MS / TURN.everyMs) === 0) {
      const mac = `${prefix}:${byte(macs.length)}`
      macs.push(mac)
      taught.heard.send(mac, taught.mac)
    }
    await sleep(TURN.everyMs)
  }
  const to = Date.now()
  await until('the eighth tab to show all that was learned', () => macs.every(mac => sights.has(mac)))
  const momentOf = (at: number | undefined): number => at ?? Number.NaN
  const seen = macs.map(mac => ({ kernel: momentOf(kernel.added.get(mac)), dom: momentOf(sights.get(mac)?.dom) }))
  return { seen, from, to }
}

const report = (
  emit: Emit,
  seen: readonly Seen[],
  samples: readonly MemorySample[],
  told: { least: number; most: number; resets: number; stopped: number; stoppedResets: number; streams: number },
): void => {
  const line = (metric: string, value: number, unit: string, n: number) =>
    emit({ bench: 'clients', metric, value, unit, baseline: null, ratio: null, n })
  for (const part of ['heapUsed', 'rss'] as const) {
    line(`${part}:start`, (samples[0]?.[part] ?? Number.NaN) / MB, 'MB', 1)
    line(`${part}:end`, (samples.at(-1)?.[part] ?? Number.NaN) / MB, 'MB', 1)
    line(`${part}:slope`, slopeOf(samples, sample => sample[part]) / MB, 'MB/min', samples.length)
  }
  line('events:least', told.least, 'events', CLIENTS - 1)
  line('events:most', told.most, 'events', CLIENTS - 1)
  line('resets', told.resets, 'resets', CLIENTS - 1)
  line('stopped:events', told.stopped, 'events', 1)
  line('stopped:resets', told.stoppedResets, 'resets', 1)
  line('browser:streams', told.streams, 'streams', TABS.length)
  const delays = seen.map(({ kernel, dom }) => dom - kernel)
  for (const [metric, share] of [
    ['median', 0.5],
    ['p95', 0.95],
    ['max', 1],
  ] as const)
    line(`eighthTab:${metric}`, quantile(delays, share), 'ms', delays.length)
}

const measure = async (emit: Emit, { lab, server, browser, stops }: ServedLab, file: string): Promise<void> => {
  const taught = await startTeacher(lab, 0)
  const kernel = await watchKernel(taught.node.namespace)
  const [, , churned] = lab.nodes
  if (!churned) throw new Error('the lab has too few nodes')
  const churn = startChurn(churned, '10.0.2.254')
  stops.push(taught.heard.stop, kernel.stop, churn.stop)
  const [stopped, first] = await begin(server.url, 2)
  if (!stopped || !first) throw new Error('no clients')
  stopped.pause()
  await fill(churn, first)
  const others = [first, ...(await begin(server.url, CLIENTS - 2))]
  const context = await browser.newContext({ baseURL: server.url })
  let streams = 0
  context.on('request', request => {
    if (new URL(request.url()).pathname === '/api/v1/stream') streams += 1
  })
  const sights = await openTabs(context)
  const parties = { churn, taught, kernel, sights }
  await runChurn(WARM_UP_MS, '02:1a:00:00:00', parties)
  const before = others.map(({ events, resets }) => ({ events, resets }))
  const { seen, from, to } = await runChurn(CHURN_MS, '02:1a:00:00:01', parties)
  const samples = readMemory(file, from, to)
  const told = () => others.map(({ events }, at) => events - (before[at]?.events ?? 0))
  await until('all to have been told the same', () => new Set(told()).size === 1)
  const events = told()
  const resets = others.reduce((sum, one, at) => sum + one.resets - (before[at]?.resets ?? 0), 0)
  const stoppedEvents = stopped.events
  stopped.resume()
  await until('the one that had stopped to be told to fetch again', () => stopped.resets > 0)
  const most = Math.max(...events)
  const counts = { least: Math.min(...events), most, resets, stopped: stoppedEvents, stoppedResets: stopped.resets }
  report(emit, seen, samples, { ...counts, streams })
  for (const one of [stopped, ...others]) one.end()
  process.stderr.write(`clients: load average ${loadavg()[0]?.toFixed(1)}\n`)
}

/** 50 clients of the stream, one of which doesn't read, and a browser with eight tabs, while the overlay changes. Needs a lab. */
export const run = async (emit: Emit): Promise<void> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'vxscope-bench-'))
  const file = path.join(folder, 'memory.jsonl')
  process.env[MEMORY_FILE] = file
  try {
    await withServedLab('clients', served => measure(emit, served, file), memoryOptions(process.cwd()))
  } finally {
    delete process.env[MEMORY_FILE]
    rmSync(folder, { recursive: true, force: true })
  }
}
