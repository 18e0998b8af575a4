import type { Page } from '@playwright/test'
import { axeFindings } from './support/axe'
import { forget, MAC, settled, teach, VTEP } from './support/taught'
import { expect, test } from './support/test'

const GROUP = '239.1.1.1'
const ADDRESS = '10.0.1.254'

test.beforeEach(forget)
test.afterEach(forget)

const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict' })
const steps = (page: Page, way: 'there' | 'back') => page.getByRole('list', { name: `Steps ${way}`, exact: true })
const asked = (page: Page): Record<string, string> => Object.fromEntries(new URL(page.url()).searchParams)

const looksRight = async (page: Page): Promise<void> => {
  await settled(page)
  expect(await axeFindings(page)).toEqual([])
}

const fits = async (page: Page): Promise<void> => {
  const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
  expect(inner).toBeLessThanOrEqual(outer ?? 0)
}

/** Completed from what is known, by keys alone. */
const fill = async (page: Page, label: string, typed: string, whole: string): Promise<void> => {
  await page.getByRole('combobox', { name: label, exact: true }).fill(typed)
  await expect(page.getByRole('option').filter({ hasText: whole }).first()).toBeVisible()
  const options = await page.getByRole('option').allTextContents()
  for (let at = options.findIndex(text => text.startsWith(whole)); at >= 0; at -= 1)
    await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
}

test('a trace is asked by the form, stands in the address, and tells each step with its line', async ({ page }) => {
  await page.goto('/trace')
  await expect(page.getByText('What would become of a frame?')).toBeVisible()
  await fill(page, 'From', 'ubu', 'ubuntu')
  await fill(page, 'To', '1.254', ADDRESS)
  await expect(verdict(page)).toContainText(`Flooded to ${GROUP}`)
  expect(asked(page)).toEqual({ from: 'ubuntu', vni: '42', to: ADDRESS })
  const there = steps(page, 'there')
  await expect(there).toContainText(`ubuntu has no answer for ${ADDRESS} on vxlan0: it asks by ARP`)
  await expect(there.locator('code').filter({ hasText: `00:00:00:00:00:00 dev vxlan0 dst ${GROUP}` })).toBeVisible()
  await expect(there).toContainText(`vxlan0 on vyos01 has ${MAC} itself.`)
  await expect(steps(page, 'back')).toContainText('vxlan0 has just learned')
  await looksRight(page)

  await page.reload()
  await expect(verdict(page)).toContainText(`Flooded to ${GROUP}`)
  await teach()
  await page.getByRole('button', { name: 'Trace again' }).press('Enter')
  await expect(verdict(page)).toContainText(`Unicast to ${VTEP}`)
  await expect(there).toContainText(/ubuntu takes 10\.0\.1\.254 for 86:24:26:b2:11:5c/)
})

test('the opposite direction is one press away, and back by the browser', async ({ page }) => {
  await page.goto(`/trace?from=ubuntu&vni=42&to=vyos01`)
  await expect(steps(page, 'there')).toContainText('ubuntu sends by vxlan0.')
  await page.getByRole('button', { name: 'Swap from and to' }).press('Enter')
  await expect(steps(page, 'there')).toContainText('vyos01 sends by vxlan0.')
  expect(asked(page)).toEqual({ from: 'vyos01', vni: '42', to: 'ubuntu' })
  await page.goBack()
  await expect(steps(page, 'there')).toContainText('ubuntu sends by vxlan0.')
  await page.getByRole('link', { name: 'On the graph' }).press('Enter')
  await expect(page.getByRole('region', { name: 'Trace', exact: true })).toContainText('ubuntu → vyos01')
})

test('a row of the FDB leads to what its node would do, and the inspector to a trace that wants a start', async ({
  page,
}) => {
  await teach()
  await page.goto(`/fdb?q=node:ubuntu+${MAC}`)
  await page.getByRole('link', { name: `Trace from ubuntu to ${MAC}` }).press('Enter')
  await expect(verdict(page)).toContainText(`Unicast to ${VTEP}`)
  expect(asked(page)).toEqual({ from: 'ubuntu', vni: '42', to: MAC })
  await page.goto(`/?view=graph&sel=mac:42/${MAC}`)
  await page.getByRole('link', { name: 'Trace to here' }).press('Enter')
  await expect(page.getByRole('combobox', { name: 'To', exact: true })).toHaveValue(MAC)
  expect(asked(page)).toEqual({ vni: '42', to: MAC })
})

test.describe('what can’t be traced', () => {
  test.use({ refused: true })
  test('is said at its field', async ({ page }) => {
    await page.goto(`/trace?from=nobody&vni=42&to=${MAC}`)
    await expect(page.getByText('expected a node of the inventory, a MAC or an IP address')).toBeVisible()
    await looksRight(page)
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 800 } })
  test('a trace, its form and a row’s way to it fit', async ({ page }) => {
    await teach()
    await page.goto(`/fdb?q=node:ubuntu+${MAC}`)
    await page.getByRole('link', { name: `Trace from ubuntu to ${MAC}` }).click()
    await expect(verdict(page)).toContainText(`Unicast to ${VTEP}`)
    await fits(page)
    await looksRight(page)
  })
})
