import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { ChecksAnswer } from '@/lib/model/finding'
import { settled } from './support/taught'
import { expect, onNode, readApi, test } from './support/test'

/** A reading, and what is waited for before a finding is told. */
const FOUND = { timeout: 45_000 }
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const MTU = /In VNI 42 ubuntu has an MTU of 1400/

const openIds = async (): Promise<string[]> => (await readApi('/checks', ChecksAnswer)).findings.map(({ id }) => id)
const setMtu = (mtu: number) => onNode('ubuntu', 'ip', 'link', 'set', 'vxlan0', 'mtu', String(mtu))

const looksRight = async (page: Page): Promise<void> => {
  await settled(page)
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

const silence = async (page: Page): Promise<void> => {
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Silence' }).press('Enter')
  await expect(dialog.getByLabel('Why')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('Say why, in a sentence.')).toBeVisible()
  await page.keyboard.type('maintenance of the underlay')
  await dialog.getByLabel('What').selectOption('mtuPeers of VNI 42')
  await looksRight(page)
  await dialog.getByRole('button', { name: 'Silence' }).click()
  await expect(dialog).toHaveCount(0)
}

test.afterEach(async () => {
  await setMtu(1450)
  await expect.poll(openIds, FOUND).toEqual([])
})

test('a finding is marked where it is about, silenced, heard of again, mended and remembered', async ({ page }) => {
  test.slow()
  await expect.poll(openIds, FOUND).toEqual([])
  await setMtu(1400)
  await page.goto('/checks')
  const card = page.getByRole('article').filter({ hasText: MTU })
  await expect(card).toBeVisible(FOUND)
  await looksRight(page)

  await page.goto('/nodes')
  const mark = page.getByRole('link', { name: MTU })
  await expect(mark).toBeVisible()
  await looksRight(page)
  await page.goto('/?view=graph')
  await expect(page.getByLabel(/^node ubuntu/).getByRole('link', { name: MTU })).toBeVisible()
  await expect(page.getByRole('link', { name: '1 finding', exact: true })).toBeVisible()
  await page.goto('/nodes')
  await mark.press('Enter')
  await expect(page.getByRole('button', { name: /about ubuntu/ })).toBeVisible()
  await expect(card).toBeVisible()

  await silence(page)
  await expect(page.getByText('Nothing else found', { exact: false })).toBeVisible()
  await expect(card).toBeHidden()
  await page.getByText('Silenced · 1 finding').click()
  await expect(card.getByText('maintenance of the underlay')).toBeVisible()
  await expect(card.getByText(/Silenced by local until/)).toBeVisible()
  await looksRight(page)
  await card.getByRole('button', { name: 'End it' }).press('Enter')
  await expect(page.getByText(/Silenced by/)).toHaveCount(0)
  await expect(card).toBeVisible()

  await setMtu(1450)
  await expect(card).toHaveCount(0, FOUND)
  await setMtu(1400)
  await page.goto('/checks?group=subject')
  await expect(page.getByRole('region', { name: 'VNI 42' }).getByText('Found twice')).toBeVisible(FOUND)
})
