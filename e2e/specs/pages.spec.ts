import type { Page } from '@playwright/test'
import { expect, test } from './support/test'

const PAGES = [
  '/',
  '/?sel=vtep:10.0.2.254',
  '/fdb',
  '/fdb?q=node:ubuntu&scope=all',
  '/nodes',
  '/nodes/ubuntu',
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

// That none of them logs an error is what every spec looks at.
for (const { name, use } of VIEWS) {
  test.describe(name, () => {
    test.use(use)
    test('every page comes up, and one leads to the next', async ({ page }) => {
      test.setTimeout(120_000)
      for (const path of PAGES) {
        await page.goto(path)
        await settle(page)
      }
      for (const link of ['Overlay', 'FDB', 'Timeline', 'Checks', 'Nodes']) {
        await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: link, exact: true }).click()
        await settle(page)
      }
    })
  })
}
