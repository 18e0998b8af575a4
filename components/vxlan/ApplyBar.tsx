'use client'

import { Play, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { ApiFault } from '@/lib/client/fetcher'
import { plural } from '@/lib/client/time'
import { useWhyNot } from '@/lib/client/use-me'
import { useUrl } from '@/lib/client/use-url'
import { undoWords } from '@/lib/client/vxlan/change-words'
import { applyPlan } from '@/lib/client/vxlan/use-changes'
import { useApplySettings } from '@/lib/client/vxlan/use-options'
import type { ApiError } from '@/lib/model/error'
import type { Plan } from '@/lib/model/plan'
import { Button } from '../ui/Button'
import { Field, Input } from '../ui/Field'
import { Notice } from '../ui/Notice'
import { Segments } from '../ui/Segments'

interface Props {
  plan: Plan
  readOnly: boolean
  onPlanAgain: () => void
}

type Order = 'inTurn' | 'atOnce'

const ORDER_MEANS: Record<Order, string> = {
  inTurn: 'Stops at the first node that fails; those before it wait, armed, for your answer.',
  atOnce: 'Side by side. Where one fails you are asked about the others.',
}

/** What must be typed before something is removed: the device's name; where there are several, a word. */
const confirmationOf = ({ nodes }: Plan): string | null => {
  if (!nodes.some(({ action }) => action === 'delete')) return null
  const names = new Set(nodes.map(({ name }) => name))
  const [only = ''] = names
  return names.size === 1 ? only : 'remove'
}

const useApply = (plan: Plan) => {
  const { go } = useUrl()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<{ plan: Plan; error: ApiError } | null>(null)
  const apply = async (order: Order): Promise<void> => {
    setBusy(true)
    setFailed(null)
    try {
      go(`/vxlan/changes/${await applyPlan(plan.digest, order === 'atOnce')}`)
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause
      setFailed({ plan, error: cause.error })
      setBusy(false)
    }
  }
  // Why the plan before was refused says nothing of this one.
  return { apply, busy, error: failed?.plan === plan ? failed.error : null }
}

const SwitchedOff = ({ plan }: { plan: Plan }) => (
  <p className="min-w-0 flex-1 self-center text-ink-2">
    Changes are switched off: set <span className="mono">readOnly: false</span> in vxscope.yaml to apply this to{' '}
    {plural(plan.nodes.length, 'node')} from here.
  </p>
)

/** What applies a plan that was looked at. A removal is confirmed by its name. */
export const ApplyBar = ({ plan, readOnly, onPlanAgain }: Props) => {
  const [order, setOrder] = useState<Order>('inTurn')
  const [typed, setTyped] = useState('')
  const { apply, busy, error } = useApply(plan)
  const waits = useApplySettings()
  const whyNot = useWhyNot('operator')
  const confirmation = confirmationOf(plan)
  if (readOnly) return <SwitchedOff plan={plan} />
  if (whyNot !== null) return <p className="min-w-0 flex-1 self-center text-ink-2">{whyNot}</p>
  const count = plural(plan.nodes.length, 'node')
  const removes = confirmation !== null
  const Icon = removes ? Trash2 : Play
  return (
    <form
      aria-label="Apply"
      // What it holds stands in one row with the way back, and under both.
      className="contents"
      onSubmit={event => {
        event.preventDefault()
        void apply(order)
      }}
    >
      {plan.nodes.length > 1 && (
        <div className="max-sm:-order-1 max-sm:w-full">
          <Segments
            label="In which order"
            onChange={setOrder}
            options={[
              { value: 'inTurn', label: 'one after the other' },
              { value: 'atOnce', label: 'all at once' },
            ]}
            value={order}
          />
        </div>
      )}
      <p className="order-last w-full text-ink-3 text-small">
        {plan.nodes.length > 1 && `${ORDER_MEANS[order]} `}
        {waits !== undefined && undoWords(plan.nodes, waits, order === 'atOnce')}
      </p>
      {removes && (
        <Field className="w-52 max-sm:-order-1 max-sm:w-full" label={<span>Type “{confirmation}” to confirm</span>}>
          <Input onChange={event => setTyped(event.target.value)} value={typed} />
        </Field>
      )}
      <Button
        className="ml-auto"
        disabled={busy || (removes && typed.trim() !== confirmation)}
        look={removes ? 'danger' : 'primary'}
        type="submit"
      >
        <Icon aria-hidden className="size-4" />
        {removes ? `Remove from ${count}` : `Apply to ${count}`}
      </Button>
      {error !== null && (
        <div className="order-last w-full">
          <Notice size="line" title={error.message} tone="bad">
            <p>{error.hint}</p>
            {error.code === 'planAgain' && (
              <Button className="mt-2" onClick={onPlanAgain}>
                Plan again
              </Button>
            )}
          </Notice>
        </div>
      )}
    </form>
  )
}
