import type { Page } from '@playwright/test'
import { FdbAnswer } from '@/lib/model/api'
import { expect, onNode, readApi, test } from './support/test'

const MAC = '86:24:26:b2:11:5c'
const VTEP = '10.0.2.254'
const ROWS = `/fdb?q=${MAC}+node:ubuntu&span=15m`

const rowOf = (page: Page) => page.getByRole('row').filter({ hasText: MAC })
const past = (page: Page) => page.getByTestId('past')
const handle = (page: Page) => page.getByRole('slider', { name: 'Moment shown' })

const rowsNow = async (): Promise<number> => (await readApi(`/fdb?mac=${MAC}&node=ubuntu`, FdbAnswer)).total

const expectPast = async (page: Page): Promise<void> => {
  await expect(past(page)).toBeVisible()
  await expect(page.getByRole('region', { name: 'The past' })).toContainText(/As it was at \d\d:\d\d:\d\d/)
  await expect(page.getByRole('banner')).toContainText('past ·')
  await expect(page.getByRole('banner')).not.toContainText('live')
}

const expectNow = async (page: Page): Promise<void> => {
  await expect(past(page)).toBeHidden()
  await expect(page.getByRole('banner')).toContainText('live')
  expect(new URL(page.url()).searchParams.get('at')).toBeNull()
}

test.describe.configure({ mode: 'serial' })

test('what was learned and flushed is gone now', async ({ page }) => {
  await onNode('ubuntu', 'ping', '-c1', '10.0.1.254')
  await page.goto(ROWS)
  await expect(rowOf(page)).toContainText('learned')
  // A neighbour's probe, seconds after the ping, would teach the row again.
  for (const node of ['ubuntu', 'vyos01']) await onNode(node, 'ip', 'neigh', 'flush', 'dev', 'vxlan0')
  await onNode('ubuntu', 'bridge', 'fdb', 'del', MAC, 'dev', 'vxlan0', 'dst', VTEP)
  await expect(rowOf(page)).toHaveCount(0)
  expect(await rowsNow()).toBe(0)
})

test('the timeline below the table goes back to where it is, and to now again', async ({ page }) => {
  await page.goto(ROWS)
  await expectNow(page)
  const back = page.getByRole('button', { name: 'Previous event' })
  await back.click()
  await expectPast(page)
  await expect(rowOf(page)).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText(`${MAC} at ${VTEP}`)
  await expect(async () => {
    await back.click()
    await expect(rowOf(page)).toContainText('learned', { timeout: 1000 })
  }).toPass()
  await expectPast(page)

  await test.step('it stands still', async () => {
    const life = rowOf(page).getByText(/^\d+ s$/)
    const shown = await life.textContent()
    const since = await page.getByRole('region', { name: 'The past' }).textContent()
    // The banner counts on: seconds have passed when it says something else.
    await expect(page.getByRole('region', { name: 'The past' })).not.toHaveText(since ?? '')
    expect(await life.textContent()).toBe(shown)
  })

  await test.step('other pages are at the same moment', async () => {
    const at = new URL(page.url()).searchParams.get('at')
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Overlay', exact: true }).click()
    await expect(page.getByLabel(/tunnel ubuntu to vyos01, VNI 42, learned/)).toBeAttached()
    await expectPast(page)
    expect(new URL(page.url()).searchParams.get('at')).toBe(at)
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'FDB' }).click()
    await expectPast(page)
  })

  await page.getByRole('button', { name: /Back to now/ }).click()
  await expectNow(page)
  await page.goto(ROWS)
  await expect(page.getByText(/No entry matches/)).toBeVisible()
})

test("an event's own links show the row right before it, and not right after", async ({ page }) => {
  await page.goto(`/timeline?kind=gone&node=ubuntu&mac=${MAC}`)
  await page
    .getByRole('link', { name: /^Look at the moment before: flushed/ })
    .first()
    .click()
  await expect(rowOf(page)).toContainText('learned')
  await expectPast(page)
  await page.goBack()
  await page
    .getByRole('link', { name: /^Look at the moment after: flushed/ })
    .first()
    .click()
  await expect(page.getByText(/No entry matches/)).toBeVisible()
  await expectPast(page)
})

test('by keys alone: to the handle, back to the row, and Escape to now', async ({ page }) => {
  await page.goto(ROWS)
  await expectNow(page)
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  await expect(async () => {
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Moment shown')
  }).toPass({ intervals: [0] })
  await expect(handle(page)).toHaveAttribute('aria-valuetext', 'now, live')
  await expect(async () => {
    await page.keyboard.press(',')
    await expect(rowOf(page)).toContainText('learned', { timeout: 1000 })
  }).toPass()
  await expectPast(page)
  await expect(handle(page)).toHaveAttribute('aria-valuetext', /^\d\d:\d\d:\d\d, \d+ \w+, .* ago: /)
  await page.keyboard.press('Escape')
  await expectNow(page)
})

test('the handle can be dragged, and moved by arrows', async ({ page }) => {
  await page.goto('/?span=15m')
  await expectNow(page)
  const box = await handle(page).boundingBox()
  if (box === null) throw new Error('the handle has no place')
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + box.width - 8, y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width - 28, y, { steps: 12 })
  await page.mouse.up()
  await expectPast(page)
  await expect(page.getByLabel(/^node ubuntu/)).toBeVisible()
  const at = () => Date.parse(new URL(page.url()).searchParams.get('at') ?? '')
  // The page follows the handle: it has come to where it was let go.
  await expect.poll(async () => at() - Number(await handle(page).inputValue())).toBe(0)
  const before = at()
  await handle(page).focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(at).toBeGreaterThan(before)
  await page.keyboard.press('End')
  await expectNow(page)
})

test.describe('moments that are refused', () => {
  test.use({ refused: true })
  test('a moment that nobody can tell of says why, and where to go', async ({ page }) => {
    await page.goto('/?at=2014-11-22T12:00:00Z')
    await expect(page.getByText(/Nothing was recorded before/)).toBeVisible()
    await page.getByRole('button', { name: 'Go to the first moment' }).click()
    await expectPast(page)
    await page.goto('/fdb?at=2999-01-01T00:00:00Z')
    await expect(page.getByText('That moment is still to come')).toBeVisible()
    await page.goto('/?at=yesterday')
    await expect(page.getByText('The address names no moment')).toBeVisible()
    await page.getByRole('main').getByRole('button', { name: 'Back to now' }).last().click()
    await expectNow(page)
  })
})
