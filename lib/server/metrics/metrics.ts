import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { BusMessage, Snapshot } from '@/lib/bus'
import type { HistoryStats } from '@/lib/history'
import type { NodeErrorCode } from '@/lib/model/error'
import type { ToldFinding } from '@/lib/model/finding'
import { answerTurn } from '@/lib/turns'
import { FdbCounts, OTHER } from './fdb-series'
import { oneAtATime } from './one-at-a-time'

/** What is counted as it happens, and read off when somebody asks. */
export interface Metrics {
  /** A reading is over: how long it took in ms, and the code of its error. */
  read(ms: number, error: NodeErrorCode | null): void
  take(message: Pick<BusMessage, 'events'> & { delta: Pick<BusMessage['delta'], 'fdb'> }): void
  /** A request of a webhook is over. */
  sent(hook: string, outcome: 'ok' | 'failed'): void
  /** All as Prometheus reads it (text format 0.0.4). */
  text(now: Now): Promise<string>
  readonly contentType: string
}

/** What is read off when somebody asks. */
export interface Now {
  snapshot: Pick<Snapshot, 'overlay'>
  findings: readonly ToldFinding[]
  streams: number
  /** `null` while nothing is recorded. */
  history: HistoryStats | null
  /** By name: whether its last request failed. */
  webhooks: ReadonlyMap<string, boolean>
}

/** In seconds: a kept connection answers in some 50 ms, a node with 100,000 rows takes seconds. */
const READING_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Nodes that have a series of their own where one is kept per node; the others are told together. */
const MOST_NODES = 500

const createMeters = (registry: Registry) => {
  const registers = [registry]
  const gauge = <L extends string = never>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge<L>({ name: `vxscope_${name}`, help, labelNames: [...labelNames], registers })
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter<L>({ name: `vxscope_${name}`, help, labelNames: [...labelNames], registers })
  return {
    nodes: gauge('nodes', 'Nodes by how their SSH session stands and how true what is shown of them is.', [
      'status',
      'state',
    ]),
    readingAge: gauge('reading_age_seconds', 'Time since the last reading of a node.', ['node']),
    missed: gauge(
      'stream_missed',
      'What readings found that the stream of a node had not told, since it is followed.',
      ['node'],
    ),
    readings: new Histogram({
      name: 'vxscope_reading_duration_seconds',
      help: 'Full readings of a node that went well.',
      buckets: READING_BUCKETS,
      registers,
    }),
    failures: counter('reading_failures_total', 'Readings that failed, by the code of the error.', ['code']),
    rows: gauge('fdb_rows', 'FDB entries by node, VNI and kind; of small ones many together as "other".', [
      'node',
      'vni',
      'kind',
    ]),
    vteps: gauge('vteps', 'Tunnel endpoints; ghosts are those that no node of the inventory has.', ['ghost']),
    tunnels: gauge('tunnels', 'Tunnels; one-way ones lead somewhere that knows no way back.', ['one_way']),
    vnis: gauge('vnis', 'VNIs.'),
    events: counter('events_total', 'What happened: learned, moved, gone and why, devices, nodes, findings.', [
      'kind',
      'reason',
    ]),
    findings: gauge('findings', 'Open findings by check and severity.', ['check', 'severity', 'silenced']),
    streams: gauge('streams', 'Browsers and programs that listen to the stream.'),
    historyBytes: gauge('history_bytes', 'Size of the history.'),
    historyEvents: gauge('history_events', 'Events in the history.'),
    historyOldest: gauge('history_oldest_timestamp_seconds', 'Oldest moment that the history can tell of.'),
    historyRefused: gauge('history_refused_events', 'Events that could not be recorded since the start.'),
    sent: counter('webhook_requests_total', 'Requests of webhooks and what came of them.', ['hook', 'outcome']),
    failing: gauge('webhook_failing', '1 while the last request of a webhook failed.', ['hook']),
  }
}
type Meters = ReturnType<typeof createMeters>

const setNodes = ({ nodes, readingAge, missed }: Meters, { overlay }: Now['snapshot'], now: number): void => {
  for (const meter of [nodes, readingAge, missed]) meter.reset()
  let others = 0
  for (const [index, node] of overlay.nodes.entries()) {
    nodes.inc({ status: node.status, state: node.state })
    if (index < MOST_NODES) {
      missed.set({ node: node.name }, node.missed)
      if (node.readAt !== null) readingAge.set({ node: node.name }, (now - Date.parse(node.readAt)) / 1000)
    } else others += node.missed
  }
  if (overlay.nodes.length > MOST_NODES) missed.set({ node: OTHER }, others)
}

const setRows = ({ rows }: Meters, counts: FdbCounts): void => {
  rows.reset()
  for (const { rows: count, node, vni, kind } of counts.list()) rows.set({ node, vni, kind }, count)
}

const setOverlay = ({ vteps, tunnels, vnis }: Meters, { overlay }: Now['snapshot']): void => {
  const ghosts = overlay.vteps.filter(({ nodes }) => nodes.length === 0).length
  vteps.set({ ghost: 'true' }, ghosts)
  vteps.set({ ghost: 'false' }, overlay.vteps.length - ghosts)
  const oneWay = overlay.tunnels.filter(tunnel => tunnel.oneWay).length
  tunnels.set({ one_way: 'true' }, oneWay)
  tunnels.set({ one_way: 'false' }, overlay.tunnels.length - oneWay)
  vnis.set(overlay.vnis.length)
}

const setFindings = ({ findings }: Meters, open: readonly ToldFinding[]): void => {
  findings.reset()
  for (const { check, severity, silence } of open)
    findings.inc({ check, severity, silenced: silence === null ? 'false' : 'true' })
}

const setHistory = (meters: Meters, stats: HistoryStats | null): void => {
  const { historyBytes, historyEvents, historyOldest, historyRefused } = meters
  for (const meter of [historyBytes, historyEvents, historyOldest, historyRefused]) meter.remove()
  if (stats === null) return
  historyBytes.set(stats.bytes)
  historyEvents.set(stats.events)
  historyRefused.set(stats.refused.events)
  if (stats.oldestAt !== null) historyOldest.set(stats.oldestAt / 1000)
}

/** One metric after the other, so that others have their turn between them. */
const textOf = async (registry: Registry): Promise<string> => {
  const texts: string[] = []
  for (const { name } of registry.getMetricsAsArray()) {
    texts.push(await registry.getSingleMetricAsString(name))
    await answerTurn()
  }
  return `${texts.join('\n\n')}\n`
}

/** Metrics of one server, in a registry of their own. Those of the process (CPU, memory, event loop) come with them. */
export const createMetrics = (clock: () => number = Date.now): Metrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const meters = createMeters(registry)
  const counts = new FdbCounts()
  return {
    contentType: registry.contentType,
    read: (ms, error) => (error === null ? meters.readings.observe(ms / 1000) : meters.failures.inc({ code: error })),
    take: ({ delta, events }) => {
      counts.take(delta.fdb)
      for (const { kind, reason } of events) meters.events.inc({ kind, reason: reason ?? '' })
    },
    sent: (hook, outcome) => meters.sent.inc({ hook, outcome }),
    text: oneAtATime(async ({ snapshot, findings, streams, history, webhooks }) => {
      setNodes(meters, snapshot, clock())
      setRows(meters, counts)
      await answerTurn()
      setOverlay(meters, snapshot)
      setFindings(meters, findings)
      setHistory(meters, history)
      meters.streams.set(streams)
      meters.failing.reset()
      for (const [hook, failing] of webhooks) meters.failing.set({ hook }, Number(failing))
      return textOf(registry)
    }),
  }
}
