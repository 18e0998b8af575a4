import type { Browser, Page } from '@playwright/test'
import { forget, MAC, settled, teach, VTEP } from './support/taught'
import { expect, test } from './support/test'

/** Words that count on by themselves, and the moment that is now in ms. */
const COUNTING = /\b\d{13}\b|\d+ ?(s|m|h|d|min)\b( ago)?|just now|used \d+\/\d+|\d+ \/ \d+|\d\d:\d\d:\d\d/g

/** All that a page says and how its parts stand: what is picked, sorted, folded or chosen. */
const shown = async (page: Page): Promise<string> => {
  await settled(page)
  return (await page.locator('body').ariaSnapshot()).replaceAll(COUNTING, '…').replaceAll(/…(\s*·?\s*…)*/g, '…')
}

/** Both go on with what happens on the nodes, so they are looked at together until they say the same. */
const expectSame = (one: Page, other: Page): Promise<void> =>
  expect(async () => expect(await shown(other)).toBe(await shown(one))).toPass({ timeout: 60_000 })

const openFresh = async (browser: Browser, url: string): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(url)
  return page
}

/** How a view is come to by hand, and what is then to be in its URL. */
const VIEWS: { name: string; from: string; go: (page: Page) => Promise<void>; params: Record<string, string> }[] = [
  {
    name: 'a VNI and a tunnel of it',
    from: '/',
    go: async page => {
      await page.getByRole('button', { name: 'VNI 42' }).click()
      await page.getByLabel(/^tunnel .*ubuntu to vyos01, VNI 42, learned/).press('Enter')
      await expect(page.getByText('Why this tunnel is believed').first()).toBeVisible()
    },
    params: { vni: '42', sel: `tunnel:42:10.0.2.1>${VTEP}` },
  },
  {
    name: 'the list, with a node picked',
    from: '/',
    go: async page => {
      await page.getByRole('button', { name: 'List', exact: true }).click()
      await page.getByRole('button', { name: /^vyos02 10/ }).click()
      await expect(page.getByRole('heading', { name: 'vyos02' })).toBeVisible()
    },
    params: { view: 'list', sel: 'node:vyos02' },
  },
  {
    name: 'entries, filtered and sorted',
    from: '/fdb',
    go: async page => {
      await page.getByLabel('Filter entries').fill('node:ubuntu kind:learned')
      await expect(page.getByText('2 entries')).toBeVisible()
      await page.getByRole('columnheader', { name: 'MAC' }).getByRole('button').press('Enter')
    },
    params: { q: 'node:ubuntu kind:learned', sort: 'mac' },
  },
  {
    name: "a MAC's timeline",
    from: '/timeline',
    go: async page => {
      await page.getByLabel('Filter by MAC').fill(MAC)
      await expect(page.getByRole('heading', { name: MAC })).toBeVisible()
    },
    params: { mac: MAC },
  },
]

// Each begins with entries that have all their life before them.
test.beforeEach(teach)
test.afterAll(forget)

for (const { name, from, go, params } of VIEWS) {
  test(`its URL, opened by somebody else, shows the same: ${name}`, async ({ page, browser }) => {
    await page.goto(from)
    await go(page)
    await expect.poll(() => Object.fromEntries(new URL(page.url()).searchParams)).toEqual(params)
    const other = await openFresh(browser, page.url())
    await expectSame(page, other)
    await other.context().close()
  })
}

test('the past, opened by somebody else, is the same moment', async ({ page, browser }) => {
  await page.goto(`/?at=${new Date(Date.now() - 2_000).toISOString()}&vni=42&sel=vtep:${VTEP}`)
  await expect(page.getByTestId('past').getByLabel(/^node ubuntu/)).toBeVisible()
  const other = await openFresh(browser, page.url())
  await expect(other.getByTestId('past').getByLabel(/^node ubuntu/)).toBeVisible()
  await expectSame(page, other)
  await other.context().close()
})
