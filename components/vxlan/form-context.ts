import { createContext, useContext } from 'react'
import type { FieldErrors } from 'react-hook-form'
import type { ChangeForm } from '@/lib/client/vxlan/change-form'
import type { ChangeFormState } from '@/lib/client/vxlan/use-change-form'
import type { NodeOptions } from '@/lib/model/node-options'

/** What every field of the form needs of it. */
export interface FormAround {
  state: ChangeFormState
  errors: FieldErrors<ChangeForm>
  options: ReadonlyMap<string, NodeOptions>
  /** Devices that are there are changed: their names and VNI stand. */
  edits: boolean
}

export const FormContext = createContext<FormAround | null>(null)

export const useFormAround = (): FormAround => {
  const around = useContext(FormContext)
  if (around === null) throw new Error('a field of the form stands outside of it')
  return around
}
