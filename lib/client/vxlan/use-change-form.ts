import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect, useMemo, useRef, useState } from 'react'
import { type FieldPath, useFieldArray, useForm, useWatch } from 'react-hook-form'
import type { Change, ChangeNode, ChangeRefusal } from '@/lib/model/change'
import type { ApiError } from '@/lib/model/error'
import type { NodeOptions } from '@/lib/model/node-options'
import type { Overlay } from '@/lib/model/overlay'
import type { Plan } from '@/lib/model/plan'
import { ApiFault } from '../fetcher'
import { type ChangeForm, changeFromForm, type FormCase, placeProblems } from './change-form'
import { askPlan } from './send-plan'
import { emptyPart, suggest } from './suggest'

export type FormField = FieldPath<ChangeForm>

interface Start {
  /** What stands in the form at first. */
  values: ChangeForm
  overlay: Overlay
  given: FormCase
  /** Fill in what is sensible, as nodes and VNI are chosen. */
  suggests: boolean
}

export const vniOf = (text: string): number | null => (/^\d{1,8}$/.test(text.trim()) ? Number(text.trim()) : null)

/** A change being filled in, and its plan once it was asked for. */
export const useChangeForm = ({ values, overlay, given, suggests }: Start) => {
  // The resolver is made once; what the form is about changes with the nodes that are chosen.
  const about = useRef(given)
  about.current = given
  const form = useForm<ChangeForm, unknown, Change>({
    resolver: (input, context, options) => zodResolver(changeFromForm(about.current))(input, context, options),
    defaultValues: values,
    mode: 'onTouched',
  })
  const { control, setValue, getValues, setError, handleSubmit } = form
  const { isSubmitted } = form.formState
  const nodes = useFieldArray({ control, name: 'nodes' })
  const written = useWatch({ control })
  const chosen = useMemo(() => (written.nodes ?? []).flatMap(({ node }) => node ?? []), [written.nodes])
  /** Fields that somebody has filled in by hand: those are left alone. */
  const byHand = useRef(new Set<string>())
  const [plan, setPlan] = useState<Plan | null>(null)
  const [error, setProblem] = useState<ApiError | null>(null)
  const [asking, setAsking] = useState(false)
  /** The change of the plan, as the form says it, and other ends that were taken into it. */
  const shown = useRef<Change>({ nodes: [] })
  const [taken, setTaken] = useState<ChangeNode[]>([])
  const [refusedOffers, setRefusedOffers] = useState<ChangeRefusal | null>(null)

  const vni = vniOf(written.vni ?? '')
  const known = useMemo(
    () => chosen.map(node => given.options.get(node)).filter((each): each is NodeOptions => each !== undefined),
    [chosen, given.options],
  )
  useEffect(() => {
    if (!suggests || known.length === 0) return
    const { parts, ...common } = suggest(vni, known, overlay)
    const fill = (field: FormField, key: string, value: string) => {
      if (byHand.current.has(key) || getValues(field) === value) return
      // Once it was looked at for mistakes, what is filled in is looked at too.
      setValue(field, value, { shouldValidate: isSubmitted })
    }
    for (const [field, value] of Object.entries(common))
      if (field === 'flood' || field === 'group' || field === 'port' || field === 'mtu') fill(field, field, value)
    for (const [index, { node }] of getValues('nodes').entries()) {
      const part = parts.get(node)
      if (part === undefined) continue
      fill(`nodes.${index}.name`, `${node}/name`, part.name)
      fill(`nodes.${index}.link`, `${node}/link`, part.link)
      fill(`nodes.${index}.remotes`, `${node}/remotes`, part.remotes)
      fill(`nodes.${index}.persist`, `${node}/persist`, part.persist)
    }
  }, [suggests, known, vni, overlay, isSubmitted, getValues, setValue])

  const toggle = (name: string): void => {
    const at = getValues('nodes').findIndex(({ node }) => node === name)
    if (at >= 0) {
      nodes.remove(at)
      // Chosen again, it begins anew, and is filled in as at first.
      for (const key of byHand.current) if (key.startsWith(`${name}/`)) byHand.current.delete(key)
    } else nodes.append(emptyPart(name), { shouldFocus: false })
  }
  const place = (refusal: ChangeRefusal): void => {
    // What was good before may not be now: the form says why.
    setPlan(null)
    const placed = placeProblems(refusal.fields, getValues())
    for (const [index, { place, message }] of placed.entries())
      setError(place, { message }, { shouldFocus: index === 0 })
    setProblem(refusal.error)
  }
  const preview = async (
    change: Change,
    others: ChangeNode[],
    refused: (why: ChangeRefusal) => void,
  ): Promise<void> => {
    setProblem(null)
    setRefusedOffers(null)
    setAsking(true)
    try {
      const asked = await askPlan({ nodes: [...change.nodes, ...others] })
      if (!asked.ok) return refused(asked.error)
      shown.current = change
      setTaken(others)
      setPlan(asked.value)
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause
      setProblem(cause.error)
    } finally {
      setAsking(false)
    }
  }
  return {
    form,
    chosen,
    vni,
    written,
    plan,
    error,
    /** Nodes are being asked what they take, or what a change would do. */
    asking: asking || known.length < chosen.length,
    toggle,
    noteHand: (key: string) => {
      byHand.current.add(key)
      // Whoever types a group floods to it.
      if (key === 'group') byHand.current.add('flood')
    },
    onPreview: handleSubmit(
      change => preview(change, [], place),
      () => setProblem(null),
    ),
    onPlanAgain: () => preview(shown.current, taken, place),
    otherEnds: {
      taken,
      refusal: refusedOffers,
      onTake: (offers: readonly ChangeNode[]) => preview(shown.current, [...taken, ...offers], setRefusedOffers),
    },
    onBack: () => {
      setPlan(null)
      setProblem(null)
    },
  }
}
export type ChangeFormState = ReturnType<typeof useChangeForm>
