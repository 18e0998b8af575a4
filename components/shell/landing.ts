/** Where on a page one arrives: what is shown there for the hit, else the page itself. */
const LANDINGS = { '/': 'aside[aria-label="Inspector"]', '/fdb': '[data-landing=fdb]' } as const
const MAIN = '#main'

/** A page that is new to the browser, and its first answer, take so long at most. */
const LIMIT_MS = 1_500

/**
 * Puts the focus where a search went, as soon as that is there: it would fall to the body otherwise. Someone who has gone on
 * by then, or a panel that has taken the focus itself, keeps it.
 */
export const land = (path: keyof typeof LANDINGS): void => {
  const end = performance.now() + LIMIT_MS
  const step = (): void => {
    const { activeElement } = document
    const dialog = document.querySelector('[role=dialog]')
    const taken = activeElement !== null && activeElement !== document.body && !dialog?.contains(activeElement)
    const wanted = window.location.pathname === path ? document.querySelector<HTMLElement>(LANDINGS[path]) : null
    const late = performance.now() > end
    const target = wanted ?? (late ? document.querySelector<HTMLElement>(MAIN) : null)
    if (taken && activeElement?.id !== 'main') return
    if (target === null || dialog !== null) {
      if (!late) requestAnimationFrame(step)
      return
    }
    if (!target.hasAttribute('tabindex')) target.tabIndex = -1
    target.focus({ preventScroll: true })
  }
  requestAnimationFrame(step)
}
