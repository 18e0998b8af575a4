import type { BrowserContext, Page, Request } from '@playwright/test'
import { FdbAnswer } from '@/lib/model/api'
import { expect, onNode, readApi, test } from './support/test'

// These come after seed.spec.ts, which is to find nodes that have learned nothing yet.
const VYOS01 = { mac: '86:24:26:b2:11:5c', overlay: '10.0.1.254' }
const TABS = 8

const rowOf = (page: Page) => page.getByRole('row').filter({ hasText: VYOS01.mac })
const learnedOf = (page: Page) => rowOf(page).filter({ hasText: 'learned', hasNotText: 'gone' })
const pathOf = (request: Request): string => new URL(request.url()).pathname
const isStream = (request: Request): boolean => pathOf(request) === '/api/v1/stream'

const openLive = async (page: Page): Promise<void> => {
  await page.goto('/fdb?q=node:ubuntu')
  await expect(page.getByText('live · 3 of 3 nodes')).toBeVisible({ timeout: 45_000 })
}

/** Neighbours too: vyos01 would ask whether ubuntu is still there, and so teach it again. */
const forget = async (): Promise<void> => {
  for (const node of ['vyos01', 'ubuntu']) await onNode(node, 'ip', 'neigh', 'flush', 'dev', 'vxlan0')
  await onNode('ubuntu', 'sh', '-c', `bridge fdb del ${VYOS01.mac} dev vxlan0 2>/dev/null || true`)
}
const learn = () => onNode('ubuntu', 'ping', '-c1', VYOS01.overlay)

/** Has ubuntu forget what it learned, until no page shows it any more. */
const forgetOn = async (pages: readonly Page[]): Promise<void> => {
  await forget()
  for (const page of pages) await expect(rowOf(page)).toHaveCount(0)
}

/** Whose requests for the stream are open, of all pages of a browser. */
const watchStreams = (context: BrowserContext): (() => Page[]) => {
  const open = new Set<Request>()
  context.on('request', request => isStream(request) && open.add(request))
  context.on('requestfinished', request => open.delete(request))
  context.on('requestfailed', request => open.delete(request))
  // A page that is closed ends its requests, and nobody is told.
  return () => [...open].map(request => request.frame().page()).filter(page => !page.isClosed())
}

/** Has the page believe that it is so many ms later. Its monotonic clock stays as it is. */
const setClockOff = (page: Page, ms: number) =>
  page.addInitScript(off => {
    const Right = Date
    const now = () => Right.now() + off
    window.Date = new Proxy(Right, {
      construct: (_, given) => (given.length === 0 ? new Right(now()) : Reflect.construct(Right, given)),
      get: (_, key) => (key === 'now' ? now : Reflect.get(Right, key)),
    })
  }, ms)

test('a learned row comes by the stream: nothing is asked of the server for it', async ({ page }) => {
  await openLive(page)
  await forgetOn([page])
  const asked: string[] = []
  page.on('request', request => /^\/api\/v1\/(fdb|overlay|nodes)/.test(pathOf(request)) && asked.push(pathOf(request)))
  await learn()
  await expect(learnedOf(page)).toBeVisible()
  expect(asked).toEqual([])
})

for (const off of [90, -90]) {
  test(`the seconds left are right in a browser whose clock is ${off} s off`, async ({ page }) => {
    await learn()
    await setClockOff(page, off * 1000)
    await openLive(page)
    const believed = await page.evaluate(() => Date.now() - performance.timeOrigin - performance.now())
    expect(Math.round(believed / 1000)).toBe(off)
    await expect(async () => {
      const shown = await rowOf(page)
        .getByText(/^\d+ s$/)
        .textContent()
      const { rows, now } = await readApi(`/fdb?node=ubuntu&mac=${VYOS01.mac}`, FdbAnswer)
      const left = (Date.parse(rows[0]?.expiresAt ?? '') - Date.parse(now)) / 1000
      expect(Math.abs(Number.parseInt(shown ?? '', 10) - left)).toBeLessThan(2)
    }).toPass({ timeout: 60_000 })
  })
}

test('eight tabs of a browser share one stream, and go on when the tab that reads it is closed', async ({
  context,
}) => {
  test.setTimeout(300_000)
  const readers = watchStreams(context)
  const tabs: Page[] = []
  for (let count = 0; count < TABS; count++) {
    const tab = await context.newPage()
    tabs.push(tab)
    await openLive(tab)
  }
  expect(readers()).toHaveLength(1)

  await test.step('the eighth shows what is learned', async () => {
    await forgetOn(tabs)
    await learn()
    for (const tab of tabs.toReversed()) await expect(learnedOf(tab)).toBeVisible()
    expect(readers()).toHaveLength(1)
  })

  await test.step('another tab takes over', async () => {
    const [first] = readers()
    const others = tabs.filter(tab => tab !== first)
    expect(others).toHaveLength(TABS - 1)
    await first?.close()
    await expect.poll(() => readers().map(tab => others.includes(tab))).toEqual([true])
    for (const tab of others) await expect(tab.getByText('live · 3 of 3 nodes')).toBeVisible()
    await forgetOn(others)
    await learn()
    for (const tab of others) await expect(learnedOf(tab)).toBeVisible()
  })
})
