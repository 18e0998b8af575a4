import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { FdbAnswer } from '@/lib/model/api'
import { forget } from './support/taught'
import { expect, onNode, readApi, test } from './support/test'

const VYOS01 = { mac: '86:24:26:b2:11:5c', cisco: '8624.26b2.115c', overlay: '10.0.1.254' }

test.describe.configure({ mode: 'serial' })

test.beforeEach(async () => {
  await onNode('ubuntu', 'ping', '-c2', VYOS01.overlay)
  const known = async () => (await readApi(`/fdb?q=node:ubuntu ${VYOS01.mac}`, FdbAnswer)).total
  await expect.poll(known, { timeout: 45_000 }).toBeGreaterThan(0)
})

test.afterAll(forget)

const search = async (page: Page, text: string) => {
  // Before the page has come to life nobody hears a key.
  await expect(page.getByText(/^live · /)).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: /^Search/ }).fill(text)
}

test('a MAC in Cisco’s notation leads to where it is, by keyboard alone', async ({ page }) => {
  await page.goto('/fdb')
  await expect(page.getByRole('row').filter({ hasText: VYOS01.mac }).first()).toBeVisible()
  await search(page, VYOS01.cisco)
  const hit = page.getByRole('group', { name: 'MACs' }).getByRole('option')
  await expect(hit).toContainText(`${VYOS01.mac}locally administered`)
  await expect(hit).toContainText(/VNI 42 · learned at vyos01 · known by ubuntu.* · ages out in/)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/?sel=mac:42/${VYOS01.mac}`)
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await expect(inspector).toContainText(VYOS01.mac)
  await expect(inspector).toBeFocused()
  await page.keyboard.press('/')
  await expect(page.getByRole('group', { name: 'Recent' }).getByRole('option')).toContainText(VYOS01.mac)
})

test('what is not there is said, with what was understood', async ({ page }) => {
  await page.goto('/')
  await search(page, '0011.2233.4455')
  await expect(page.getByText('Understood as the MAC 00:11:22:33:44:55')).toBeVisible()
})

test('a filter is completed by keyboard, and a mistyped one is told', async ({ page }) => {
  await page.goto('/fdb')
  await expect(page.getByText(/^live · /)).toBeVisible()
  const bar = page.getByRole('combobox', { name: 'Filter entries' })
  await bar.focus()
  await bar.pressSequentially('no')
  await expect(page.getByRole('option', { name: /^node:/ })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(bar).toHaveValue('node:')
  await bar.pressSequentially('ub')
  await expect(page.getByRole('option', { name: /node:ubuntu/ })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await expect(bar).toHaveValue('node:ubuntu ')
  await expect(page).toHaveURL('/fdb?q=node:ubuntu')
  await bar.fill('noed:ubuntu')
  await expect(page.getByText('Did you mean "node:"?')).toBeVisible()
  await page.getByRole('button', { name: 'Use node:ubuntu' }).click()
  await expect(bar).toHaveValue('node:ubuntu')
})

test('what is shown is kept as a file that says what is in it', async ({ page }) => {
  await page.goto(`/fdb?q=node:ubuntu ${VYOS01.mac}&sort=mac`)
  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: /CSV/ }).click()
  const file = await download
  const [, count] =
    /^vxscope-fdb_node-ubuntu-86-24-26-b2-11-5c_(\d+)-entries_.*\.csv$/.exec(file.suggestedFilename()) ?? []
  const lines = readFileSync(await file.path(), 'utf8')
    .trimEnd()
    .split('\r\n')
  expect(lines).toHaveLength(Number(count) + 1)
  expect(lines.slice(1).every(line => line.startsWith('ubuntu,') && line.includes(VYOS01.mac))).toBe(true)
})
