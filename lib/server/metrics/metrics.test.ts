import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { buildOverlay } from '@/lib/overlay'
import { aSeedNode } from '@/lib/overlay/testing'
import { aToldFinding, SILENCE } from '../checks/testing'
import { anEvent } from '../stream/testing'
import { createMetrics, type Now } from './metrics'

const DASHBOARD = fileURLToPath(new URL('../../../docs/grafana/vxscope.json', import.meta.url))
const AT = Date.UTC(2026, 10, 22, 12)

const overlay = buildOverlay([aSeedNode('r1', '10.0.2.1')])
const delta = { fdb: { put: overlay.fdb, remove: [] } }
const GONE = { fdb: { put: [], remove: overlay.fdb.map(({ id }) => id) } }

const now = (over: Partial<Now> = {}): Now => ({
  snapshot: overlay,
  findings: [aToldFinding('a'), aToldFinding('b', { silence: SILENCE })],
  streams: 3,
  history: { bytes: 4096, events: 7, keyframes: 1, oldestAt: AT, queued: 0, refused: { events: 2, keyframes: 0 } },
  webhooks: new Map([['pager', true]]),
  ...over,
})

/** Samples by name and labels. */
const samplesOf = (text: string): Map<string, number> =>
  new Map(
    text.split('\n').flatMap(line => {
      const [, name, value] = /^([a-z0-9_]+(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? []
      return name && value ? [[name, Number(value)]] : []
    }),
  )

/** Of an overlay of one node. */
const begin = () => {
  const metrics = createMetrics(() => AT)
  metrics.take({ delta, events: [] })
  return metrics
}
const scrape = async (metrics = begin(), over: Partial<Now> = {}) => samplesOf(await metrics.text(now(over)))

describe('metrics', () => {
  it('tell how things stand', async () => {
    const samples = await scrape()
    expect(Object.fromEntries([...samples].filter(([name]) => /^vxscope_(?!reading)/.test(name)))).toMatchObject({
      'vxscope_nodes{status="connected",state="live"}': 1,
      'vxscope_stream_missed{node="r1"}': 0,
      'vxscope_findings{check="mtuPeers",severity="error",silenced="false"}': 1,
      'vxscope_findings{check="mtuPeers",severity="error",silenced="true"}': 1,
      vxscope_streams: 3,
      vxscope_history_bytes: 4096,
      vxscope_history_events: 7,
      vxscope_history_refused_events: 2,
      'vxscope_webhook_failing{hook="pager"}': 1,
    })
    expect(samples.get('vxscope_fdb_rows{node="r1",vni="42",kind="flood"}')).toBe(1)
    expect([...samples.keys()].some(name => name.startsWith('nodejs_eventloop_lag'))).toBe(true)
  })

  it('count what happens and how long readings take', async () => {
    const metrics = createMetrics(() => AT)
    metrics.take({ delta, events: [anEvent('1', { kind: 'gone', reason: 'aged' }), anEvent('2', { kind: 'learned' })] })
    metrics.read(70, null)
    metrics.read(9000, 'timeout')
    metrics.sent('pager', 'failed')
    const samples = await scrape(metrics)
    expect(samples.get('vxscope_events_total{kind="gone",reason="aged"}')).toBe(1)
    expect(samples.get('vxscope_events_total{kind="learned",reason=""}')).toBe(1)
    expect(samples.get('vxscope_reading_duration_seconds_count')).toBe(1)
    expect(samples.get('vxscope_reading_duration_seconds_bucket{le="0.05"}')).toBe(0)
    expect(samples.get('vxscope_reading_duration_seconds_bucket{le="0.1"}')).toBe(1)
    expect(samples.get('vxscope_reading_failures_total{code="timeout"}')).toBe(1)
    expect(samples.get('vxscope_webhook_requests_total{hook="pager",outcome="failed"}')).toBe(1)
  })

  it('are of one moment each, however many ask at once', async () => {
    const metrics = begin()
    const of = (streams: number) => now({ streams, webhooks: new Map([[`hook${streams}`, false]]) })
    const asked = [1, 2, 3, 4].map(async streams => {
      const samples = samplesOf(await metrics.text(of(streams)))
      const hooks = [...samples.keys()].flatMap(name => /hook="(hook\d)"/.exec(name)?.[1] ?? [])
      return [samples.get('vxscope_streams'), ...hooks]
    })
    // Who comes while one is made shares what the last of them brought.
    expect(await Promise.all(asked)).toEqual([[1, 'hook1'], ...[2, 3, 4].map(() => [4, 'hook4'])])
    expect((await scrape(metrics, { streams: 9 })).get('vxscope_streams')).toBe(9)
  })

  it('forget what is no longer there', async () => {
    const metrics = createMetrics(() => AT)
    metrics.take({ delta, events: [] })
    await scrape(metrics)
    metrics.take({ delta: GONE, events: [] })
    const empty = buildOverlay([])
    const samples = await scrape(metrics, { snapshot: empty, findings: [], history: null, webhooks: new Map() })
    const left = [...samples.keys()].filter(name =>
      /^vxscope_(nodes|fdb_rows|findings|webhook_failing|history)/.test(name),
    )
    expect(left).toEqual([])
  })
})

const Dashboard = z.object({
  uid: z.string(),
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).min(1) })).min(8),
})

describe('the Grafana dashboard', () => {
  const { panels } = Dashboard.parse(JSON.parse(readFileSync(DASHBOARD, 'utf8')))

  it.each(panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)))(
    '%s: %s asks for what there is, by labels that it has',
    async (_, expr) => {
      const metrics = createMetrics(() => AT)
      metrics.take({ delta, events: [anEvent('1', { kind: 'gone', reason: 'aged' })] })
      metrics.read(70, null)
      metrics.read(70, 'timeout')
      metrics.sent('pager', 'ok')
      const samples = [...(await scrape(metrics)).keys()]
      const asked = [...expr.matchAll(/\b((?:vxscope|nodejs|process)_[a-z0-9_]+)(?:\{([^}]*)\})?/g)]
      expect(asked.length).toBeGreaterThan(0)
      for (const [, name = '', filter = ''] of asked) {
        const own = samples.filter(sample => sample === name || sample.startsWith(`${name}{`))
        expect(own, name).not.toEqual([])
        for (const [, label] of filter.matchAll(/(\w+)\s*[=!]/g)) expect(own[0]).toContain(`${label}="`)
      }
    },
  )
})
