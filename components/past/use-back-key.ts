import { useEffect } from 'react'

const TYPING = 'input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]'
/** What Escape closes before it leaves the past: dialogs, menus, and the inspector from within the graph. */
const OPEN = '[role=dialog], [role=listbox], [role=menu]'

/** Escape, where it has nothing else to close, calls `back`. */
export const useBackKey = (isPast: boolean, picked: boolean, back: () => void): void => {
  useEffect(() => {
    if (!isPast) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      const target = event.target instanceof Element ? event.target : null
      if (target?.closest(TYPING) || document.querySelector(OPEN)) return
      if (picked && target?.closest('.react-flow')) return
      back()
    }
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [isPast, picked, back])
}
