'use client'

import { ArrowLeftRight } from 'lucide-react'
import { useState } from 'react'
import type { TraceQuestion } from '@/lib/client/use-trace'
import type { FieldProblem } from '@/lib/model/error'
import type { Vni } from '@/lib/model/overlay'
import { Button } from '../ui/Button'
import { Field, Select } from '../ui/Field'
import { EndInput } from './EndInput'

/** What of a question has been given. */
export interface AskedTrace {
  from: string
  vni: number | null
  to: string
}

export const isWhole = ({ from, vni, to }: AskedTrace): boolean =>
  from.trim() !== '' && to.trim() !== '' && vni !== null

interface Props {
  asked: AskedTrace
  vnis: readonly Vni[]
  fields: readonly FieldProblem[]
  onAsk: (asked: AskedTrace) => void
}

/** From where, in which VNI, to where. */
export const TraceForm = ({ asked, vnis, fields, onAsk }: Props) => {
  const [draft, setDraft] = useState(asked)
  const problem = (field: keyof TraceQuestion) => fields.find(each => each.field === field)?.message
  /** What is chosen from a list is asked at once, where nothing else is missing. */
  const set = (changes: Partial<AskedTrace>, ask: boolean) => {
    const next = { ...draft, ...changes }
    setDraft(next)
    if (ask && isWhole(next)) onAsk(next)
  }
  return (
    <form
      aria-label="Trace"
      className="flex flex-wrap items-start gap-x-3 gap-y-2 border-line border-b bg-surface px-4 py-3"
      onSubmit={event => {
        event.preventDefault()
        if (isWhole(draft)) onAsk(draft)
      }}
    >
      <EndInput
        error={problem('from')}
        label="From"
        onChange={from => set({ from }, false)}
        onPick={from => set({ from }, true)}
        placeholder="node, MAC or address"
        value={draft.from}
        vni={draft.vni}
      />
      <Button
        aria-label="Swap from and to"
        className="mt-6"
        look="icon"
        onClick={() => set({ from: draft.to, to: draft.from }, true)}
        title="Swap from and to"
      >
        <ArrowLeftRight aria-hidden className="size-4" />
      </Button>
      <EndInput
        error={problem('to')}
        label="To"
        onChange={to => set({ to }, false)}
        onPick={to => set({ to }, true)}
        placeholder="MAC, address or node"
        value={draft.to}
        vni={draft.vni}
      />
      <Field className="w-28" error={problem('vni')} label="VNI">
        <Select
          aria-label="VNI"
          onChange={event => set({ vni: event.target.value === '' ? null : Number(event.target.value) }, true)}
          value={draft.vni ?? ''}
        >
          <option value="">pick one</option>
          {draft.vni !== null && vnis.every(({ vni }) => vni !== draft.vni) && (
            <option value={draft.vni}>{draft.vni}</option>
          )}
          {vnis.map(({ vni }) => (
            <option key={vni} value={vni}>
              {vni}
            </option>
          ))}
        </Select>
      </Field>
      <Button
        className="w-full justify-center sm:mt-6 sm:w-auto"
        disabled={!isWhole(draft)}
        look="primary"
        type="submit"
      >
        Trace
      </Button>
    </form>
  )
}
