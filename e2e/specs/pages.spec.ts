import type { Page } from '@playwright/test'
import { expect, test } from './support/test'

const PATHS = [
  '/',
  '/?sel=vtep:10.0.2.254',
  '/fdb',
  '/fdb?q=node:ubuntu&scope=all',
  '/nodes',
  '/nodes/ubuntu',
  '/nodes/ubuntu/edit',
  '/timeline',
]
const VIEWS = [
  { name: 'wide and light', use: { colorScheme: 'light', viewport: { width: 1280, height: 800 } } },
  { name: 'narrow and dark', use: { colorScheme: 'dark', viewport: { width: 390, height: 800 } } },
] as const

const LIVE = { timeout: 45_000 }

const settle = async (page: Page): Promise<void> => {
  await expect(page.getByText(/^live · /)).toBeVisible(LIVE)
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
}

/** By the rail, or by what stands behind "More" where a small screen's bar has no room. */
const followWay = async (page: Page, href: string): Promise<void> => {
  const link = page.getByRole('navigation', { name: 'Pages' }).locator(`a[href="${href}"]`).last()
  if (await link.isVisible()) await link.click()
  else {
    await page.getByRole('button', { name: /^More pages/ }).click()
    await page.locator(`[role=menuitem][href="${href}"]`).click()
  }
  await expect(page).toHaveURL(url => url.pathname === href)
}

// That none of them logs an error is what every spec looks at.
for (const { name, use } of VIEWS) {
  test.describe(name, () => {
    test.use(use)
    test('every page comes up, and one leads to the next', async ({ page }) => {
      test.setTimeout(300_000)
      for (const path of PATHS) {
        await page.goto(path)
        await settle(page)
      }
      const ways = await page.getByRole('navigation', { name: 'Pages' }).locator('a').all()
      const hrefs = new Set(await Promise.all(ways.map(way => way.getAttribute('href'))))
      expect(hrefs.size).toBeGreaterThan(4)
      for (const href of hrefs) {
        await followWay(page, href ?? '')
        await settle(page)
      }
    })
  })
}
