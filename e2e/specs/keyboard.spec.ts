import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { enter, tabTo } from './support/keys'
import { forget, MAC, settled, teach, VTEP } from './support/taught'
import { expect, test } from './support/test'

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' })
const rows = (page: Page) => page.getByRole('row').filter({ has: page.getByRole('cell') })
const rowOf = (page: Page) => rows(page).filter({ hasText: MAC }).first()

const open = async (page: Page, path: string): Promise<void> => {
  await page.goto(path)
  // Before the page has come to life nobody hears a key.
  await expect(page.getByText(/^live · /)).toBeVisible()
  await settled(page)
}

// Each begins with entries that have all their life before them.
test.beforeEach(teach)
test.afterAll(forget)

test('the overlay by keys alone: a VNI, a VTEP, a tunnel and why it is believed', async ({ page }) => {
  await open(page, '/')
  await enter(page, /^VNI 42$/)
  await expect(page).toHaveURL(/vni=42/)
  await enter(page, new RegExp(`^VTEP ${VTEP}$`))
  await expect(inspector(page).getByRole('heading', { name: VTEP })).toBeVisible()
  await enter(page, /^tunnel .*ubuntu to vyos01, VNI 42, learned/)
  await expect(inspector(page)).toContainText(`${MAC} dev vxlan0 dst ${VTEP}`)
  await test.step('what explains a word is reached too', async () => {
    await enter(page, /^learned$/)
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'learned', exact: true }).first()).toBeFocused()
  })
  await test.step('the same facts as a list', async () => {
    await tabTo(page, /^List$/, 'Shift+Tab')
    await page.keyboard.press('Enter')
    await enter(page, /^vyos02/)
    await expect(inspector(page).getByRole('heading', { name: 'vyos02' })).toBeVisible()
  })
})

test('within the graph arrows go from thing to thing, and Escape closes what is open', async ({ page }) => {
  await open(page, '/')
  await tabTo(page, /^node /)
  const names = new Set<string>()
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft']) {
    await page.keyboard.press(key)
    names.add((await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))) ?? 'lost')
  }
  expect(names.has('lost')).toBe(false)
  expect(names.size).toBeGreaterThan(2)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/sel=/)
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/sel=/)
})

test('a MAC is searched and gone to by keys alone', async ({ page }) => {
  await open(page, '/')
  await page.keyboard.press('/')
  await page.keyboard.type(MAC)
  await expect(page.getByRole('option').filter({ hasText: MAC }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Search' })).toBeHidden()
  await expect(page).toHaveURL(new RegExp(`sel=mac:42/${MAC}`))
  await expect(inspector(page)).toContainText(MAC)
  await enter(page, /^In the FDB table$/)
  await expect(rowOf(page)).toBeVisible()
})

test('the FDB by keys alone: filter, sort, keep as a file', async ({ page }) => {
  await open(page, '/fdb')
  await tabTo(page, /^Filter entries$/)
  await page.keyboard.type('node:ubuntu kind:learned')
  await expect(page).toHaveURL(/q=node:ubuntu/)
  await expect(rows(page)).toHaveCount(2)
  await page.keyboard.press('Escape')
  await enter(page, /^MAC$/)
  await expect(page.getByRole('columnheader', { name: 'MAC' })).toHaveAttribute('aria-sort', 'ascending')
  await expect(page.getByRole('columnheader', { name: 'MAC' }).getByRole('button')).toBeFocused()
  await expect(rows(page).last()).toContainText(MAC)
  await tabTo(page, /^(CSV|Export)$/, 'Shift+Tab')
  const download = page.waitForEvent('download')
  await page.keyboard.press('Enter')
  if ((await page.getByRole('link', { name: 'CSV' }).count()) === 0) {
    await expect(page.getByRole('menuitem', { name: /CSV/ })).toBeFocused()
    await page.keyboard.press('Enter')
  }
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split(/\r?\n/)
  expect(lines).toHaveLength(3)
})

test('an entry is watched as it ages, and looked at as it was, by keys alone', async ({ page }) => {
  await open(page, `/fdb?q=${MAC}+node:ubuntu`)
  const left = async () =>
    Number.parseInt(
      (await rowOf(page)
        .getByText(/^\d+ s$/)
        .textContent()) ?? '',
      10,
    )
  const before = await left()
  await expect.poll(left).toBeLessThan(before)
  await enter(page, /^Timeline$/)
  await enter(page, new RegExp(`^What happened to ${MAC}$`))
  await expect(page.getByRole('heading', { name: MAC })).toBeVisible()
  await enter(page, /^Look at the moment after: learned/)
  await expect(page.getByTestId('past')).toBeVisible()
  await expect(rowOf(page)).toContainText('learned')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('past')).toBeHidden()
  await tabTo(page, /./)
})

test('graph and table are looked at as they were, event by event, by keys alone', async ({ page }) => {
  await open(page, '/?vni=42')
  await page.keyboard.press(',')
  await expect(page.getByTestId('past').getByLabel(/^node ubuntu/)).toBeVisible()
  const moment = () => new URL(page.url()).searchParams.get('at') ?? ''
  const last = moment()
  await page.keyboard.press(',')
  await expect.poll(moment).not.toBe(last)
  expect(Date.parse(moment())).toBeLessThan(Date.parse(last))
  await enter(page, /^FDB$/)
  await expect(page.getByTestId('past').getByRole('table', { name: 'Forwarding database' })).toBeVisible()
  await page.keyboard.press('.')
  await expect.poll(moment).toBe(last)
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/at=/)
  await expect(rowOf(page)).toContainText('learned')
})

/** The names of what moves once a row, a tunnel and its pulse light up. */
const moving = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const box = document.createElement('div')
    box.innerHTML =
      '<i class="row-flash"></i><svg><path class="edge-lit" d="M0 0H9"/><path class="edge-pulse" d="M0 0H9"/></svg>'
    document.querySelector('main')?.append(box)
    const names = document
      .getAnimations()
      .map(animation => (animation instanceof CSSAnimation ? animation.animationName : 'transition'))
    box.remove()
    return names
  })

test('what has just come lights up for a moment, and not where less motion is asked for', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  await open(page, '/?vni=42')
  expect(await moving(page)).toEqual(expect.arrayContaining(['row-flash', 'edge-lit', 'edge-pulse']))
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '/?vni=42')
  expect(await moving(page)).toEqual([])
})
