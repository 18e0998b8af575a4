'use client'

import { ListChecks, SlidersHorizontal } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ChangeForm } from '@/lib/client/vxlan/change-form'
import { membersOf } from '@/lib/client/vxlan/suggest'
import { type ChangeFormState, useChangeForm } from '@/lib/client/vxlan/use-change-form'
import type { NodeOptions, PresentDevice } from '@/lib/model/node-options'
import type { Overlay } from '@/lib/model/overlay'
import { Button } from '../ui/Button'
import { Notice } from '../ui/Notice'
import { ApplyBar } from './ApplyBar'
import { CommonFields } from './CommonFields'
import { FormContext } from './form-context'
import { MoreFields } from './MoreFields'
import { NodeChips } from './NodeChips'
import { OtherEnds } from './OtherEnds'
import { PartHeads, PartRow } from './PartRow'
import { Preview } from './Preview'

interface Props {
  values: ChangeForm
  overlay: Overlay
  options: ReadonlyMap<string, NodeOptions>
  /** Devices as they are, by node; empty where devices are added. */
  before: ReadonlyMap<string, PresentDevice>
  readOnly: boolean
  onAbout?: (about: { nodes: string[]; vni: number | null }) => void
  /** The nodes could not be asked what they can do. */
  fault?: { message: string; hint: string } | undefined
}

const MORE = ['ttl', 'tos', 'df', 'learning', 'ageing', 'description'] as const
const MORE_OWN = ['local', 'bridge', 'vlan'] as const

/** Something that is shown only on request is wrong, or set. */
const needsMore = ({ form, written }: ChangeFormState): boolean => {
  const { errors } = form.formState
  return (
    MORE.some(field => errors[field] !== undefined) ||
    (written.nodes ?? []).some((part, index) =>
      MORE_OWN.some(field => errors.nodes?.[index]?.[field] !== undefined || (part[field] ?? '') !== ''),
    )
  )
}

const Heading = ({ children, hint }: { children: string; hint?: string }) => (
  <h3 className="mb-2 font-semibold">
    {children}
    {hint !== undefined && <span className="ml-2 font-normal text-ink-3 text-small">{hint}</span>}
  </h3>
)

/** A change of VXLAN devices filled in, looked at, and applied. */
export const ChangeEditor = ({ values, overlay, options, before, readOnly, onAbout, fault }: Props) => {
  const edits = before.size > 0
  const given = { options, before }
  const state = useChangeForm({ values, overlay, given, suggests: !edits })
  const [open, setOpen] = useState(false)
  useEffect(() => onAbout?.({ nodes: state.chosen, vni: state.vni }), [onAbout, state.chosen, state.vni])
  const { form, chosen, plan, error } = state
  const { errors } = form.formState
  const more = open || needsMore(state)
  const taken = membersOf(overlay, state.vni).map(({ node }) => node)
  const atNodes = errors.nodes?.root?.message ?? errors.nodes?.message
  if (plan !== null) {
    return (
      <Preview
        back={{ words: 'Back to the form', go: state.onBack }}
        error={error}
        onPlanAgain={() => void state.onPlanAgain()}
        options={options}
        otherEnds={<OtherEnds busy={state.asking} offers={plan.offers} {...state.otherEnds} />}
        plan={plan}
      >
        <ApplyBar onPlanAgain={() => void state.onPlanAgain()} plan={plan} readOnly={readOnly} />
      </Preview>
    )
  }
  return (
    <FormContext value={{ state, errors, options, edits }}>
      <form aria-label="VXLAN interface" className="max-w-7xl" noValidate onSubmit={state.onPreview}>
        {!edits && (
          <section aria-label="Which nodes" className="px-4 pt-4 pb-5">
            <Heading hint="each gets one device">Which nodes</Heading>
            <NodeChips chosen={chosen} nodes={overlay.nodes} onToggle={state.toggle} taken={taken} />
          </section>
        )}
        <section aria-label="In common" className="border-line border-t px-4 py-4">
          <Heading hint={edits ? 'empty: stays as it is' : 'filled in from the VNI’s members and the underlay'}>
            In common
          </Heading>
          <CommonFields overlay={overlay} />
        </section>
        <section aria-label="Each node" className="border-line border-t pt-4">
          <div className="px-4">
            <Heading>Each node’s own</Heading>
          </div>
          {chosen.length === 0 && <p className="px-4 pb-4 text-ink-2">Choose the nodes first.</p>}
          {chosen.length > 0 && <PartHeads />}
          <ul>
            {chosen.map((node, index) => (
              <PartRow
                index={index}
                key={node}
                more={more}
                node={node}
                onRemove={edits ? null : () => state.toggle(node)}
              />
            ))}
          </ul>
        </section>
        <section aria-label="More settings" className="border-line border-t px-4 py-3">
          <div className="flex flex-wrap items-center gap-x-1">
            <Button aria-expanded={more} className="-ml-2" look="ghost" onClick={() => setOpen(!more)}>
              <SlidersHorizontal aria-hidden className="size-4" />
              {more ? 'Fewer settings' : 'More settings'}
            </Button>
            {!more && <span className="text-ink-3 text-small">local address, bridge, TTL, learning, description</span>}
          </div>
          {more && (
            <div className="mt-3">
              <MoreFields />
            </div>
          )}
        </section>
        <div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-3 border-line border-t bg-bg px-4 py-3">
          <Button disabled={state.asking} look="primary" type="submit">
            <ListChecks aria-hidden className="size-4" />
            {state.asking ? 'Asking the nodes…' : 'Show what would run'}
          </Button>
          <p className="text-ink-3 text-small">Asks the nodes and changes nothing.</p>
          {(error ?? fault) && (
            <div className="w-full">
              <Notice size="line" title={(error ?? fault)?.message ?? ''} tone="bad">
                {(error ?? fault)?.hint}
              </Notice>
            </div>
          )}
          {atNodes !== undefined && (
            <p className="text-bad text-small" role="alert">
              {atNodes}
            </p>
          )}
        </div>
      </form>
    </FormContext>
  )
}
