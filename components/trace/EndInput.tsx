'use client'

import clsx from 'clsx'
import { type KeyboardEvent, useId, useState } from 'react'
import { type KnownEnd, knownEnds } from '@/lib/client/trace-ends'
import { useFdbRows, useOverlay } from '@/lib/client/use-api'
import { useSettled } from '@/lib/client/use-settled'
import { Field } from '../ui/Field'

interface Props {
  label: string
  value: string
  vni: number | null
  placeholder: string
  error: string | undefined
  onChange: (text: string) => void
  /** One of what is known was chosen. */
  onPick: (text: string) => void
}

interface ListProps {
  id: string
  label: string
  options: readonly KnownEnd[]
  current: number
  onPick: (text: string) => void
}

const Options = ({ id, label, options, current, onPick }: ListProps) => (
  <div
    aria-label={label}
    className="absolute top-full left-0 z-20 mt-1 max-h-[46dvh] w-full min-w-72 overflow-y-auto rounded-md border border-line bg-raised p-1.5 shadow-high"
    id={id}
    role="listbox"
  >
    {options.map(({ text, means }, index) => (
      // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox, which names the active option
      // biome-ignore lint/a11y/useKeyWithClickEvents: Enter and Tab in the combobox do the same
      <div
        aria-selected={index === current}
        className={clsx(
          'flex min-h-7 cursor-pointer items-center gap-3 rounded px-2 hover:bg-sunken',
          index === current && 'bg-accent-soft hover:bg-accent-soft',
        )}
        id={`${id}-${index}`}
        key={text}
        onClick={() => onPick(text)}
        onMouseDown={event => event.preventDefault()}
        role="option"
      >
        <span className="mono min-w-0 shrink-0 truncate">{text}</span>
        <span className="ml-auto truncate text-ink-2 text-small">{means}</span>
      </div>
    ))}
  </div>
)

const ASKED = { scope: 'overlay', limit: 60 } as const
const SETTLE_MS = 150

/** An end of a trace: a node, a MAC in any notation, or an address, completed from what is known in the VNI. */
export const EndInput = ({ label, value, vni, placeholder, error, onChange, onPick }: Props) => {
  const { data: overlay } = useOverlay()
  const [open, setOpen] = useState(false)
  const [current, setCurrent] = useState(-1)
  const typed = useSettled(value, SETTLE_MS)
  const wanted = { ...ASKED, ...(vni === null ? {} : { vni }), ...(typed === '' ? {} : { q: typed }) }
  const { data: fdb } = useFdbRows(open ? wanted : null)
  const list = useId()
  const options = open ? knownEnds(value, overlay, fdb?.rows ?? [], vni) : []
  const shown = options.length > 0
  const pick = (text: string) => {
    setOpen(false)
    setCurrent(-1)
    onPick(text)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = options[current]
    if (event.key === 'ArrowDown' && !open) setOpen(true)
    else if (!shown) return
    else if (event.key === 'ArrowDown') setCurrent((current + 1) % options.length)
    else if (event.key === 'ArrowUp') setCurrent((Math.max(current, 0) + options.length - 1) % options.length)
    else if (event.key === 'Escape') setOpen(false)
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen && !event.shiftKey) pick(chosen.text)
    else return
    if (event.key !== 'Tab') event.preventDefault()
  }
  return (
    <Field className="relative flex-1 basis-56" error={error} label={label}>
      <input
        aria-activedescendant={shown && current >= 0 ? `${list}-${current}` : undefined}
        aria-autocomplete="list"
        aria-controls={shown ? list : undefined}
        aria-expanded={shown}
        aria-label={label}
        autoCapitalize="off"
        autoComplete="off"
        className="mono h-8 w-full rounded-md border border-line-strong bg-raised px-2.5 placeholder:font-sans placeholder:text-ink-3"
        onBlur={() => setOpen(false)}
        onChange={event => {
          onChange(event.target.value)
          setOpen(true)
          setCurrent(-1)
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={onKeyDown}
        placeholder={placeholder}
        role="combobox"
        spellCheck={false}
        value={value}
      />
      {shown && (
        <Options current={current} id={list} label={`${label}: what is known`} onPick={pick} options={options} />
      )}
    </Field>
  )
}
