import { type KeyboardEvent, useId, useState } from 'react'

/**
 * A list of options below a field that keeps the focus: arrows go round, Enter opens (WAI-ARIA, combobox with a listbox popup).
 * `field` is for the input, `list` the id of the listbox, `optionId` gives an option its id.
 */
export const useListbox = (count: number, open: (index: number) => void) => {
  const [at, setAt] = useState(0)
  const list = useId()
  const current = Math.min(at, Math.max(0, count - 1))
  const optionId = (index: number): string => `${list}-${index}`
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(count === 0 ? 0 : (current + 1) % count)
    else if (event.key === 'ArrowUp') setAt(count === 0 ? 0 : (current + count - 1) % count)
    else if (event.key === 'Enter' && count > 0) open(current)
    else return
    event.preventDefault()
  }
  const field = {
    'aria-activedescendant': count > 0 ? optionId(current) : undefined,
    'aria-autocomplete': 'list',
    'aria-controls': list,
    autoComplete: 'off',
    onKeyDown,
    spellCheck: false,
  } as const
  return { field, list, current, optionId, toFirst: () => setAt(0) }
}
