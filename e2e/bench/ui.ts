import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { z } from 'zod'
import type { Emit } from './bench-line'
import { median } from './median'
import { serveBaseline } from './ui/baseline-page'
import { frameRate, timeToAnswer } from './ui/in-page'
import { startLarge } from './ui/start-large'

const SIZE = { nodes: 1_000, rows: 100, vnis: 200 }
const VIEW = { width: 1280, height: 800 }
const LOADS = 3
const ROUNDS = 3
const PAN_MS = 3_000
const RATE = 50
const SEARCHES = ['node0777', 'node0042', 'node0500', '10.64.2.17', '10.64.1.99', '10.64.0.200', '02:00:01:2c:00:01']
const FILTERS = [
  'vni:10042',
  'node:node0077',
  'dst:10.64.2.17',
  '02:00:02',
  'vni:10199 kind:learned',
  'node0500',
  '03:09',
]
/** Twenty groups with lines between all of them, and one of them unfolded: about as much as is ever mounted. */
const FULL_VIEW = '/?by=vni&open=vni%3D10000..vni%3D10008'

const CHROMIUM = process.env.CHROMIUM_PATH || '/usr/bin/chromium'
const ARGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ...['--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking', '--enable-precise-memory-info'],
]

const GRAPH = '.react-flow__node-fold, .react-flow__node-default'

/** A page of its own, for one measurement. */
const withPage = async <T>(browser: Browser, use: (page: Page, context: BrowserContext) => Promise<T>): Promise<T> => {
  const context = await browser.newContext({ viewport: VIEW })
  try {
    return await use(await context.newPage(), context)
  } finally {
    await context.close()
  }
}

/** Ms from asking for a page until its graph is painted. */
const timeToGraph = (browser: Browser, url: string): Promise<number> =>
  withPage(browser, async page => {
    const start = performance.now()
    await page.goto(url, { waitUntil: 'commit' })
    await page.locator(GRAPH).first().waitFor({ timeout: 60_000 })
    await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    return performance.now() - start
  })

const panRate = (browser: Browser, url: string, mounted: string): Promise<number> =>
  withPage(browser, async page => {
    await page.goto(url)
    await page.locator(mounted).first().waitFor({ timeout: 60_000 })
    await frameRate(page, { pan: true, ms: 500 })
    return frameRate(page, { pan: true, ms: PAN_MS })
  })

const repeat = async (count: number, measure: () => Promise<number>): Promise<number[]> => {
  const values: number[] = []
  for (let at = 0; at < count; at += 1) values.push(await measure())
  return values
}

/** Heap after a collection, and all that came over the wire until the graph stood, both in MB. */
const weigh = (browser: Browser, url: string): Promise<{ heap: number; wire: number }> =>
  withPage(browser, async (page, context) => {
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    let bytes = 0
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
    })
    await page.goto(url)
    await page.locator(GRAPH).first().waitFor({ timeout: 60_000 })
    await page.waitForLoadState('load')
    const wire = bytes
    await session.send('HeapProfiler.enable')
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    return { heap: usedSize / 1e6, wire: wire / 1e6 }
  })

const searchTimes = (browser: Browser, url: string): Promise<number[]> =>
  withPage(browser, async page => {
    await page.goto(url)
    await page.locator(GRAPH).first().waitFor({ timeout: 60_000 })
    await page.keyboard.press('/')
    const field = 'input[aria-label="Search MAC, IP, node, VNI"]'
    await page.locator(field).waitFor()
    const times: number[] = []
    for (const text of SEARCHES) {
      await timeToAnswer(page, { field, text: '', answer: '[role="dialog"]', shows: 'Parts will do' })
      times.push(await timeToAnswer(page, { field, text, answer: '[aria-label="Found"]', shows: text }))
    }
    return times
  })

const COUNT = 'p[aria-live="polite"]'

/** How many entries a filter leaves, as the page will say it. */
const countOf = async (url: string, q: string): Promise<string> => {
  const response = await fetch(`${url}/api/v1/fdb?scope=overlay&limit=1&q=${encodeURIComponent(q)}`)
  const { total } = z.object({ total: z.number() }).parse(await response.json())
  return `${total.toLocaleString('en')} entr`
}

const filterTimes = (browser: Browser, url: string): Promise<number[]> =>
  withPage(browser, async page => {
    await page.goto(`${url}/fdb`)
    const field = 'input[aria-label="Filter entries"]'
    await page.locator('tbody tr').first().waitFor({ timeout: 60_000 })
    const all = await countOf(url, '')
    const times: number[] = []
    for (const text of FILTERS) {
      const shows = await countOf(url, text)
      times.push(await timeToAnswer(page, { field, text, answer: COUNT, shows }))
      await timeToAnswer(page, { field, text: '', answer: COUNT, shows: all })
    }
    return times
  })

/** Ms from a click on a column's head until the rows stand in the new order. */
const sortTimes = (browser: Browser, url: string): Promise<number[]> =>
  withPage(browser, async page => {
    await page.goto(`${url}/fdb`)
    await page.locator('tbody tr').first().waitFor({ timeout: 60_000 })
    const times: number[] = []
    for (const name of ['MAC', 'VNI', 'MAC', 'VNI', 'MAC']) {
      const time = await page.evaluate(
        head =>
          new Promise<number>((resolve, reject) => {
            const button = [...document.querySelectorAll<HTMLElement>('thead button')].find(one =>
              one.textContent?.startsWith(head),
            )
            const first = () => document.querySelector('tbody tr')?.textContent
            const before = first()
            const start = performance.now()
            button?.click()
            const look = (): void => {
              const now = first()
              if (now !== undefined && now !== before) requestAnimationFrame(() => resolve(performance.now() - start))
              else if (performance.now() - start > 10_000) reject(new Error(`${head}: not sorted within 10 s`))
              else requestAnimationFrame(look)
            }
            look()
          }),
        name,
      )
      times.push(time)
    }
    return times
  })

/** The screen over a large simulated fleet, against a plain React Flow of 1,000 nodes and 2,000 edges in the same browser. */
export const run = async (emit: Emit): Promise<void> => {
  const stops: (() => Promise<void>)[] = []
  const tell = (metric: string, unit: string, values: readonly number[], baseline: readonly number[] | null) => {
    const [value, other] = [median(values), baseline === null ? null : median(baseline)]
    emit({
      bench: 'ui',
      metric,
      value,
      unit,
      baseline: other,
      ratio: other === null ? null : value / other,
      n: values.length,
    })
  }
  try {
    const baseline = await serveBaseline()
    stops.push(baseline.stop)
    const server = await startLarge(SIZE)
    stops.push(server.stop)
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS })
    stops.push(() => browser.close())
    const empty = `${baseline.url}#empty`
    const full = `${server.url}${FULL_VIEW}`
    await timeToGraph(browser, server.url)
    tell(
      'firstGraph',
      'ms',
      await repeat(LOADS, () => timeToGraph(browser, server.url)),
      await repeat(LOADS, () => timeToGraph(browser, baseline.url)),
    )
    const rates = { ours: [] as number[], plain: [] as number[], empty: [] as number[], busy: [] as number[] }
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.ours.push(await panRate(browser, full, '.react-flow__node-fold'))
      rates.plain.push(await panRate(browser, baseline.url, '.react-flow__node-default'))
      rates.empty.push(await panRate(browser, empty, '.react-flow__pane'))
      server.rate(RATE)
      rates.busy.push(await panRate(browser, full, '.react-flow__node-fold'))
      server.rate(0)
    }
    tell('panFrameRate', 'fps', rates.ours, rates.plain)
    tell('panVsEmpty', 'fps', rates.ours, rates.empty)
    tell('panFrameRate:50changes', 'fps', rates.busy, rates.plain)
    tell('search', 'ms', await searchTimes(browser, server.url), null)
    tell('filter', 'ms', await filterTimes(browser, server.url), null)
    tell('sort', 'ms', await sortTimes(browser, server.url), null)
    const [ours, plain] = [await weigh(browser, full), await weigh(browser, baseline.url)]
    tell('heap', 'MB', [ours.heap], [plain.heap])
    tell('wire', 'MB', [ours.wire], null)
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}
