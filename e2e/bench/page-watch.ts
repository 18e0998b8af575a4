import type { Page } from '@playwright/test'

/** When a page had a text that was waited for; ms since 1970, as `wallNow` tells them. */
export interface Sight {
  /** It stands in the document. */
  dom: number
  /** The frame that shows it was drawn. */
  painted: number
}

/** Runs in the page. */
const observe = ({ pattern, binding }: { pattern: string; binding: string }): void => {
  const seen = new Set<string>()
  const wallNow = (): number => performance.timeOrigin + performance.now()
  const tell = (text: string, dom: number): void => {
    seen.add(text)
    requestAnimationFrame(() => {
      // The frame has been handed over when the next task runs.
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        const report: unknown = Reflect.get(window, binding)
        if (typeof report === 'function') report(text, dom, wallNow())
      }
      port2.postMessage(null)
    })
  }
  new MutationObserver(records => {
    const dom = wallNow()
    for (const { addedNodes } of records)
      for (const { textContent } of addedNodes)
        for (const [text] of (textContent ?? '').matchAll(new RegExp(pattern, 'g')))
          if (!seen.has(text)) tell(text, dom)
  }).observe(document, { childList: true, subtree: true })
}

/** Notes when each text that matches `pattern` first comes into the page, from the next document on. */
export const watchPage = async (page: Page, pattern: RegExp): Promise<ReadonlyMap<string, Sight>> => {
  const sights = new Map<string, Sight>()
  const binding = 'vxscopeBenchSaw'
  await page.exposeFunction(binding, (text: string, dom: number, painted: number) => {
    sights.set(text, { dom, painted })
  })
  await page.addInitScript(observe, { pattern: pattern.source, binding })
  return sights
}
