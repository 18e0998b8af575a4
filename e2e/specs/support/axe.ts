import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './test'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** A menu stands over the page, at the end of it, and in no landmark. */
export const POPUP = ['region']

/** What is wrong on a page, a line each: the rule, where, and what axe measured. */
const findings = async (axe: AxeBuilder): Promise<string[]> => {
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) =>
      [id, target.join(' '), failureSummary?.split('\n').slice(1).join(';') ?? ''].join(' | '),
    ),
  )
}

/** Our pages have no frames of others, so axe needs no page of its own to sum up in: that takes as long as the look itself. */
const axeOf = (page: Page): AxeBuilder => new AxeBuilder({ page }).setLegacyMode()

/** All rules in light; in dark, where but the colours differ, that they can be told apart. */
export const axeFindings = async (page: Page, but: string[] = []): Promise<string[]> => {
  // A page that is led to has none for a moment, while its head is exchanged.
  await expect(page).toHaveTitle(/./)
  await page.emulateMedia({ colorScheme: 'light' })
  const light = await findings(axeOf(page).withTags(TAGS).disableRules(but))
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  const dark = await findings(axeOf(page).withRules(['color-contrast', 'link-in-text-block']))
  return [...light, ...dark.map(line => `dark: ${line}`)]
}
