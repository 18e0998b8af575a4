import type { Page } from '@playwright/test'
import { expect } from './test'

/** The name of what has the focus, and whether one sees that it has; `null` where nothing has it. */
const readFocus = (page: Page): Promise<{ name: string; seen: boolean } | null> =>
  page.evaluate(() => {
    const at = document.activeElement
    if (at === null || at === document.body) return null
    const ringed = (element: Element | null): boolean => {
      if (element === null) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
    }
    // A line of the graph is lit along its whole way; a field may have its ring around what stands beside it too.
    const glow = at.querySelector('.edge-glow')
    const lit = glow !== null && Number(getComputedStyle(glow).opacity) >= 0.7
    const name = at.getAttribute('aria-label') ?? at.textContent?.trim() ?? ''
    return { name, seen: lit || ringed(at) || ringed(at.parentElement) }
  })

/** Goes on by Tab until what is named so has the focus; at each stop the focus is to be seen. @returns its name */
export const tabTo = async (page: Page, wanted: RegExp, key = 'Tab'): Promise<string> => {
  const passed: string[] = []
  for (;;) {
    await page.keyboard.press(key)
    const focus = await readFocus(page)
    // After the last stop the browser's own bar has it.
    if (focus === null && passed.at(-1) === '') throw new Error(`the focus is lost after ${passed.join(' > ')}`)
    passed.push(focus?.name ?? '')
    if (focus === null) continue
    expect(focus.seen, `the focus is seen on "${focus.name}"`).toBe(true)
    if (wanted.test(focus.name)) return focus.name
    if (passed.length > 150) throw new Error(`no stop is named ${wanted}: ${passed.join(' > ')}`)
  }
}

/** By Tab to what is named so, and Enter. */
export const enter = async (page: Page, wanted: RegExp): Promise<string> => {
  const name = await tabTo(page, wanted)
  await page.keyboard.press('Enter')
  return name
}
