import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createMetrics } from '@/lib/server/metrics/metrics'
import type { Emit } from './bench-line'
import { median } from './median'
import { readLargeOverlay } from './ui/large-overlay'

const SIZE = { nodes: 1000, rows: 100, vnis: 200 }
const TIMES = 25
const MEGABYTE = 1024 ** 2

/** What a scrape of `/metrics` costs the server's loop over 1,000 nodes and 100,000 entries, after a change each time. */
export const run = async (emit: Emit): Promise<void> => {
  const { bus, change } = await readLargeOverlay(SIZE)
  const stalls = monitorEventLoopDelay({ resolution: 1 })
  const metrics = createMetrics()
  metrics.take({ delta: { fdb: { put: [...bus.current().fdb], remove: [] } }, events: [] })
  bus.subscribe(metrics.take)
  const scrape = () =>
    metrics.text({ snapshot: bus.current(), findings: [], streams: 1, history: null, webhooks: new Map() })
  const times: number[] = []
  const cpus: number[] = []
  let bytes = 0
  stalls.enable()
  for (let time = 0; time < TIMES; time += 1) {
    change()
    const before = performance.now()
    const cpu = process.cpuUsage()
    bytes = Buffer.byteLength(await scrape())
    times.push(performance.now() - before)
    const { user, system } = process.cpuUsage(cpu)
    cpus.push((user + system) / 1000)
  }
  stalls.disable()
  const line = { bench: 'metrics', baseline: null, ratio: null, n: TIMES }
  emit({ ...line, metric: 'scrape', value: median(times), unit: 'ms' })
  emit({ ...line, metric: 'scrapeMax', value: Math.max(...times), unit: 'ms' })
  emit({ ...line, metric: 'cpu', value: median(cpus), unit: 'ms' })
  emit({ ...line, metric: 'longestStall', value: stalls.max / 1e6, unit: 'ms' })
  emit({ ...line, metric: 'size', value: bytes / MEGABYTE, unit: 'MB' })
}
