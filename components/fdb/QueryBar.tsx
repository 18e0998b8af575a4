'use client'

import { X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { QUERY_WORDS } from '@/lib/client/fdb-query'

/** Typing goes on within this; the answer itself takes the server a few ms. */
const SETTLE_MS = 60

interface Props {
  q: string
  onChange: (q: string) => void
}

/** The table's filter: words with a key, and bare ones matched against MAC, addresses, nodes and devices. */
export const QueryBar = ({ q, onChange }: Props) => {
  const [text, setText] = useState(q)
  const [focused, setFocused] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const sent = useRef(q)
  const hint = useId()
  useEffect(() => {
    if (q === sent.current) return
    sent.current = q
    setText(q)
  }, [q])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      onChange(text)
    }, SETTLE_MS)
    return () => clearTimeout(timer)
  }, [text, onChange])
  const add = (word: string) => {
    setText(known => (known.trim() === '' ? word : `${known.trim()} ${word}`))
    input.current?.focus()
  }
  return (
    <search
      className="relative min-w-0 basis-full sm:flex-1 sm:basis-0"
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(false)
      }}
      onFocus={() => setFocused(true)}
    >
      <input
        aria-describedby={hint}
        aria-label="Filter entries"
        autoComplete="off"
        className="mono h-8 w-full rounded-md border border-line bg-raised pr-8 pl-2.5 placeholder:font-sans placeholder:text-ink-3 hover:border-line-strong"
        onChange={event => setText(event.target.value)}
        placeholder="Filter: 86:24, 10.0.2.253, vni:42, node:vyos01, kind:learned"
        ref={input}
        spellCheck={false}
        value={text}
      />
      {text !== '' && (
        <button
          aria-label="Clear the filter"
          className="absolute top-1 right-1 grid size-6 place-items-center rounded text-ink-3 hover:bg-sunken hover:text-ink"
          onClick={() => setText('')}
          type="button"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
      <div
        className={
          focused
            ? 'absolute top-9 left-0 z-20 w-full max-w-lg rounded-md border border-line bg-raised p-1.5 shadow-high'
            : 'sr-only'
        }
        id={hint}
      >
        <p className="px-2 py-1 text-ink-2 text-small">
          All words must hold. A bare word is looked for in MAC (any notation, parts too), addresses, nodes and devices.
        </p>
        <ul>
          {QUERY_WORDS.map(({ word, example, means }) => (
            <li key={word}>
              <button
                className="flex h-7 w-full items-center gap-3 rounded px-2 text-left hover:bg-accent-soft"
                onClick={() => add(word)}
                onMouseDown={event => event.preventDefault()}
                tabIndex={focused ? 0 : -1}
                type="button"
              >
                <span className="mono w-36 shrink-0">{example}</span>
                <span className="truncate text-ink-2 text-small">{means}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </search>
  )
}
