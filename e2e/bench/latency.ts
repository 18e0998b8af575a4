import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { LabInfo } from '@/e2e/lab/lab'
import { mustRun } from '@/e2e/lab/run'
import { until } from '@/e2e/system/running'
import { StreamDelta } from '@/lib/model/stream'
import type { Emit } from './bench-line'
import { type FdbMonitor, wallNow, watchKernel, watchOverSsh } from './fdb-monitor'
import { quantile } from './median'
import { type Sight, watchPage } from './page-watch'
import { type ServedLab, withServedLab } from './served-lab'
import { openSse } from './sse'
import { DEVICE, startTeacher, type Taught } from './teacher'

const EVENTS = 150
/** The first are for warming up and for monitors that don't tell when they begin to hear. */
const WARM_UP = 12
const PREFIX = '02:1a'
const MACS = /02:1a(?::[0-9a-f]{2}){4}/

const byte = (value: number): string => (value & 255).toString(16).padStart(2, '0')

/** A node, and those who hear what its kernel learns. */
interface Subject extends Taught {
  kernel: FdbMonitor
  ssh: FdbMonitor
}

/** What is looked at. In the table the newest MAC comes first; the graph draws few MACs, so each goes when it has been seen. */
interface View {
  name: string
  path: string
  ready: (page: Page) => Promise<unknown>
  forget: boolean
}

const VIEWS: readonly View[] = [
  { name: ':graph', path: '/', ready: page => page.getByLabel(/^node ubuntu/).waitFor(), forget: true },
  { name: '', path: '/fdb?sort=-mac', ready: page => page.getByRole('row').nth(3).waitFor(), forget: false },
]

/** One learned entry: when each heard of it. */
interface Learned {
  kernel: number
  ssh: number
  stream: number
  sight: Sight
  /** When the frame was sent that taught it. */
  sent: number
}

/** Pauses that follow no beat of the page or the server. */
const pauseBefore = (at: number): number => 90 + ((at * 7919) % 140)

interface Setting {
  lab: LabInfo
  subjects: readonly Subject[]
  /** When a client of the stream that isn't a browser had the row. */
  streamed: ReadonlyMap<string, number>
  sights: ReadonlyMap<string, Sight>
}

const learnOne = async ({ lab, subjects, streamed, sights }: Setting, mac: string, at: number, { forget }: View) => {
  const subject = subjects[at % subjects.length]
  if (!subject) throw new Error(`${lab.name} has no nodes`)
  const { node, heard, kernel, ssh } = subject
  await sleep(pauseBefore(at))
  const sent = wallNow()
  heard.send(mac, subject.mac)
  const learned = await until(`${mac} of ${node.name} on the page`, (): Learned | null => {
    const [told, bare, stream, sight] = [kernel.added.get(mac), ssh.added.get(mac), streamed.get(mac), sights.get(mac)]
    // Before the bare monitor hears anything, nobody can tell that it does.
    if (told === undefined || stream === undefined || sight === undefined) return null
    if (bare === undefined && at >= WARM_UP) return null
    return { kernel: told, ssh: bare ?? Number.NaN, stream, sight, sent }
  })
  if (forget) await mustRun(['bridge', '-n', node.namespace, 'fdb', 'del', mac, 'dev', DEVICE])
  return learned
}

const measure = async (setting: Setting, page: Page, view: View, series: number): Promise<Learned[]> => {
  await page.goto(view.path)
  await view.ready(page)
  await page.getByText(/^live · /).waitFor()
  const all: Learned[] = []
  for (let at = 0; at < WARM_UP + EVENTS; at++)
    all.push(await learnOne(setting, `${PREFIX}:00:${byte(series)}:${byte(at >> 8)}:${byte(at)}`, at, view))
  return all.slice(WARM_UP)
}

const report = (emit: Emit, { name }: View, all: readonly Learned[]): void => {
  const series = {
    dom: all.map(({ kernel, sight }) => sight.dom - kernel),
    ssh: all.map(({ kernel, ssh }) => ssh - kernel),
    stream: all.map(({ kernel, stream }) => stream - kernel),
    painted: all.map(({ kernel, sight }) => sight.painted - kernel),
    sent: all.map(({ sent, sight }) => sight.dom - sent),
  }
  const line = (metric: string, value: number, baseline: number | null) => {
    const ratio = baseline === null ? null : value / baseline
    emit({ bench: 'latency', metric: `${metric}${name}`, value, unit: 'ms', baseline, ratio, n: all.length })
  }
  for (const [metric, share] of [
    ['median', 0.5],
    ['p95', 0.95],
    ['max', 1],
  ] as const)
    line(metric, quantile(series.dom, share), quantile(series.ssh, share))
  for (const part of ['stream', 'painted', 'sent'] as const)
    for (const [metric, share] of [
      ['median', 0.5],
      ['p95', 0.95],
    ] as const)
      line(`${part}:${metric}`, quantile(series[part], share), null)
}

const prepare = async (lab: LabInfo, at: number, stops: ServedLab['stops']): Promise<Subject> => {
  const taught = await startTeacher(lab, at)
  const kernel = await watchKernel(taught.node.namespace)
  const ssh = watchOverSsh(lab, taught.node.name)
  stops.push(taught.heard.stop, kernel.stop, ssh.stop)
  return { ...taught, kernel, ssh }
}

const listen = async (url: string, stops: ServedLab['stops']): Promise<ReadonlyMap<string, number>> => {
  const streamed = new Map<string, number>()
  const client = await openSse(`${url}/api/v1/stream?topics=fdb`, ({ event, data }) => {
    const at = wallNow()
    if (event !== 'delta') return
    for (const { mac } of StreamDelta.parse(JSON.parse(data)).fdb.put) if (!streamed.has(mac)) streamed.set(mac, at)
  })
  stops.push(async () => client.end())
  return streamed
}

/** From the kernel's telling of a learned entry to its row in Chromium, against the line of a bare `ssh NODE bridge monitor fdb`. */
export const run = (emit: Emit): Promise<void> =>
  withServedLab('latency', async ({ lab, server, browser, stops }) => {
    const subjects: Subject[] = []
    for (const at of lab.nodes.keys()) subjects.push(await prepare(lab, at, stops))
    for (const [series, view] of VIEWS.entries()) {
      const page = await browser.newPage({ baseURL: server.url, viewport: { width: 1280, height: 800 } })
      const sights = await watchPage(page, MACS)
      const streamed = await listen(server.url, stops)
      report(emit, view, await measure({ lab, subjects, streamed, sights }, page, view, series))
      await page.close()
      process.stderr.write(`latency: load average ${loadavg()[0]?.toFixed(1)}\n`)
    }
  })
