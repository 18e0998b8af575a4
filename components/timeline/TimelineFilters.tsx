'use client'

import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { type EventFilter, isFiltered, wholeMac } from '@/lib/client/event-filter'
import { KIND_WORD } from '@/lib/client/event-words'
import { useOverlay } from '@/lib/client/use-api'
import type { Params } from '@/lib/client/use-url'
import { EventKind } from '@/lib/model/event'
import { Button } from '../ui/Button'
import { FILTER_FIELD, Picker } from '../ui/Picker'

/** A whole MAC in any notation; what is less filters nothing yet, and says so. */
const MacField = ({ mac, onChange }: { mac: string | null; onChange: (mac: string | null) => void }) => {
  const [text, setText] = useState(mac ?? '')
  const sent = useRef(mac)
  const hint = useId()
  useEffect(() => {
    if (mac === sent.current) return
    sent.current = mac
    setText(mac ?? '')
  }, [mac])
  const type = (next: string) => {
    setText(next)
    const whole = wholeMac(next)
    if (whole === sent.current) return
    sent.current = whole
    onChange(whole)
  }
  const partial = text.trim() !== '' && wholeMac(text) === null
  return (
    <span className="relative min-w-0 basis-full sm:basis-60">
      <input
        aria-describedby={hint}
        aria-invalid={partial}
        aria-label="Filter by MAC"
        autoComplete="off"
        className={`mono w-full min-w-0 pr-8 placeholder:font-sans placeholder:text-ink-3 ${FILTER_FIELD}`}
        onChange={event => type(event.target.value)}
        placeholder="MAC, any notation"
        spellCheck={false}
        value={text}
      />
      {text !== '' && (
        <button
          aria-label="Clear the MAC"
          className="absolute top-1 right-1 grid size-6 place-items-center rounded text-ink-3 hover:bg-sunken hover:text-ink"
          onClick={() => type('')}
          type="button"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
      <span
        className={
          partial
            ? 'absolute top-9 left-0 z-20 rounded-md border border-line bg-raised px-2 py-1 text-ink-2 text-small shadow-high'
            : 'sr-only'
        }
        id={hint}
      >
        All six bytes, as in 86:24:26:b2:11:5c
      </span>
    </span>
  )
}

interface Props {
  filter: EventFilter
  onChange: (changes: Params) => void
  children?: ReactNode
}

export const TimelineFilters = ({ filter, onChange, children }: Props) => {
  const { data } = useOverlay()
  const vnis = new Set([...(data?.vnis.map(one => one.vni) ?? []), ...(filter.vni === null ? [] : [filter.vni])])
  const nodes = new Set([...(data?.nodes.map(node => node.name) ?? []), ...(filter.node === null ? [] : [filter.node])])
  return (
    <search className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2.5">
      <MacField mac={filter.mac} onChange={mac => onChange({ mac })} />
      <Picker
        all="all VNIs"
        label="VNI"
        onChange={vni => onChange({ vni })}
        options={[...vnis].sort((a, b) => a - b).map(vni => ({ value: String(vni), label: `VNI ${vni}` }))}
        value={filter.vni === null ? '' : String(filter.vni)}
      />
      <Picker
        all="all nodes"
        label="Node"
        onChange={node => onChange({ node })}
        options={[...nodes].map(node => ({ value: node, label: node }))}
        value={filter.node ?? ''}
      />
      <Picker
        all="everything"
        label="What happened"
        onChange={kind => onChange({ kind })}
        options={EventKind.options.map(kind => ({ value: kind, label: KIND_WORD[kind] }))}
        value={filter.kind ?? ''}
      />
      {isFiltered(filter) && (
        <Button look="ghost" onClick={() => onChange({ mac: null, vni: null, node: null, kind: null })}>
          Clear
        </Button>
      )}
      {children}
    </search>
  )
}
