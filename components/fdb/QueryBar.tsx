'use client'

import clsx from 'clsx'
import { X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { type Completion, complete, completions, wordAt } from '@/lib/client/complete'
import type { Overlay } from '@/lib/model/overlay'
import { QueryChips } from './QueryChips'
import { useQueryText } from './use-query-text'

interface Props {
  q: string
  overlay: Overlay | undefined
  onChange: (q: string) => void
}

interface ListProps {
  id: string
  options: readonly Completion[]
  current: number
  onPick: (option: Completion) => void
}

const Completions = ({ id, options, current, onPick }: ListProps) => {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  })
  return (
    <div className="absolute top-9 left-0 z-20 w-full max-w-lg rounded-md border border-line bg-raised p-1.5 shadow-high">
      <div aria-label="Filters" className="max-h-[46dvh] overflow-y-auto" id={id} ref={list} role="listbox">
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox, which names the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: Enter and Tab in the combobox do the same
          <div
            aria-selected={index === current}
            className={clsx(
              'flex min-h-7 cursor-pointer items-center gap-3 rounded px-2 hover:bg-sunken',
              index === current && 'bg-accent-soft hover:bg-accent-soft',
            )}
            id={`${id}-${index}`}
            key={option.word}
            onClick={() => onPick(option)}
            onMouseDown={event => event.preventDefault()}
            role="option"
          >
            <span className="mono min-w-28 shrink-0">{option.word}</span>
            <span className="truncate text-ink-2 text-small">{option.means}</span>
          </div>
        ))}
      </div>
      <p className="px-2 pt-1.5 text-ink-3 text-small">
        All words must hold. One without a filter is looked for in MACs (any notation, parts too), addresses, nodes and
        devices.
      </p>
    </div>
  )
}

/** The table's filter: words with a key, and bare ones matched against MAC, addresses, nodes and devices. */
export const QueryBar = ({ q, overlay, onChange }: Props) => {
  const [text, setText] = useQueryText(q, onChange)
  const [caret, setCaret] = useState<number | null>(null)
  const [current, setCurrent] = useState(-1)
  const [closed, setClosed] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const list = useId()
  const word = caret === null ? null : wordAt(text, caret)
  const typed = word === null || closed ? null : word.typed
  const options = useMemo(() => (typed === null ? [] : completions(typed, overlay)), [typed, overlay])
  const open = options.length > 0
  const change = (next: string, at: number | null) => {
    setText(next)
    setCaret(at)
    setCurrent(-1)
    setClosed(false)
  }
  const pick = (option: Completion) => {
    if (word === null) return
    const next = complete(text, word, option)
    change(next.text, next.caret)
    setClosed(option.whole)
    requestAnimationFrame(() => input.current?.setSelectionRange(next.caret, next.caret))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = options[current]
    if (event.key === 'ArrowDown' && closed) setClosed(false)
    else if (!open) return
    else if (event.key === 'ArrowDown') setCurrent((current + 1) % options.length)
    else if (event.key === 'ArrowUp') setCurrent((Math.max(current, 0) + options.length - 1) % options.length)
    else if (event.key === 'Escape') setClosed(true)
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined && !event.shiftKey) pick(chosen)
    else return
    event.preventDefault()
  }
  return (
    <search className="relative min-w-0 basis-full sm:flex-1 sm:basis-0">
      <input
        aria-activedescendant={open && current >= 0 ? `${list}-${current}` : undefined}
        aria-autocomplete="list"
        aria-controls={open ? list : undefined}
        aria-expanded={open}
        aria-label="Filter entries"
        autoCapitalize="off"
        autoComplete="off"
        className="mono h-8 w-full rounded-md border border-line bg-raised text-ellipsis pr-8 pl-2.5 placeholder:font-sans placeholder:text-ink-3 hover:border-line-strong"
        onBlur={() => setCaret(null)}
        onChange={event => change(event.target.value, event.target.selectionStart)}
        onFocus={event => setCaret(event.target.selectionStart)}
        onKeyDown={onKeyDown}
        onSelect={event => setCaret(event.currentTarget.selectionStart)}
        placeholder="Filter: 86:24, 10.0.2.253, vni:42, node:vyos01, kind:learned"
        ref={input}
        role="combobox"
        spellCheck={false}
        value={text}
      />
      {text !== '' && (
        <button
          aria-label="Clear the filter"
          className="absolute top-1 right-1 grid size-6 place-items-center rounded text-ink-3 hover:bg-sunken hover:text-ink"
          onClick={() => {
            change('', 0)
            input.current?.focus()
          }}
          type="button"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
      {open && <Completions current={current} id={list} onPick={pick} options={options} />}
      <QueryChips onChange={next => change(next, null)} text={text} />
    </search>
  )
}
