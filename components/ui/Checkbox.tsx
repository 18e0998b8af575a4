'use client'

import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check, Minus } from 'lucide-react'

interface Props {
  label: string
  checked: boolean
  /** Some of what it stands for. */
  mixed?: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
}

export const Checkbox = ({ label, checked, mixed = false, disabled = false, onChange }: Props) => (
  <Base.Root
    aria-label={label}
    checked={checked}
    className="grid size-4 shrink-0 cursor-pointer place-items-center rounded-[4px] border border-line-strong bg-raised data-checked:border-accent data-indeterminate:border-accent data-checked:bg-accent data-indeterminate:bg-accent data-disabled:cursor-default data-disabled:opacity-50"
    disabled={disabled}
    indeterminate={mixed}
    onCheckedChange={onChange}
  >
    <Base.Indicator className="text-bg">
      {mixed ? <Minus aria-hidden className="size-3" /> : <Check aria-hidden className="size-3" strokeWidth={3} />}
    </Base.Indicator>
  </Base.Root>
)
