'use client'

import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { formatDuration, plural } from '@/lib/client/time'
import { useNow } from '@/lib/client/use-now'
import { useNodeOptions } from '@/lib/client/vxlan/use-options'
import type { ApiError } from '@/lib/model/error'
import type { NodeOptions } from '@/lib/model/node-options'
import type { Plan } from '@/lib/model/plan'
import { Button } from '../ui/Button'
import { ErrorLine } from '../ui/ErrorLine'
import { Notice } from '../ui/Notice'
import { PlanCard } from './PlanCard'
import { Safety } from './Safety'

interface Props {
  plan: Plan
  options: ReadonlyMap<string, NodeOptions>
  /** How it is gone back from, where there is something to go back to. */
  back: { words: string; go: () => void } | null
  onPlanAgain: () => void
  /** Why there is no newer plan, where one was asked for. */
  error?: ApiError | null
  /** What of other ends belongs to it. */
  otherEnds?: ReactNode
  /** What applies it. */
  children: ReactNode
}

/** How long the plan may still be applied, ms; `null` before the server's clock is known. */
export const useLeft = (plan: Plan): number | null => {
  const now = useNow()
  return now === null ? null : Date.parse(plan.expiresAt) - now
}

const Validity = ({ plan }: { plan: Plan }) => {
  const left = useLeft(plan)
  return (
    <p className="text-ink-2 text-small tabular-nums" title={`digest ${plan.digest}`}>
      Plan <span className="mono">{plan.digest.slice(0, 8)}</span>
      {left !== null && left > 0 && `, good for another ${formatDuration(left)}`}
    </p>
  )
}

/** What is known of the plan's nodes; those that the form didn't name are asked too. */
const useAllOptions = ({ nodes }: Plan, known: Props['options']) => {
  const others = nodes.flatMap(({ node }) => (known.has(node) ? [] : [node]))
  const { data, loading } = useNodeOptions(others)
  return { all: new Map([...(data?.nodes ?? []).map(each => [each.node, each] as const), ...known]), asking: loading }
}

/** What would be done, before anything is. */
export const Preview = ({ plan, options, back, onPlanAgain, error = null, otherEnds, children }: Props) => {
  const heading = useRef<HTMLHeadingElement>(null)
  const left = useLeft(plan)
  const { all, asking } = useAllOptions(plan, options)
  const { digest } = plan
  // biome-ignore lint/correctness/useExhaustiveDependencies: another plan is another thing to be read
  useEffect(() => heading.current?.focus(), [digest])
  const expired = left !== null && left <= 0
  return (
    <div className="space-y-4 p-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h3 className="font-semibold text-title outline-none" ref={heading} tabIndex={-1}>
          What runs on {plural(plan.nodes.length, 'node')}
        </h3>
        <Validity plan={plan} />
      </div>
      <Safety asking={asking} options={all} plan={plan} />
      {otherEnds}
      {plan.nodes.map(node => (
        <PlanCard key={node.node} plan={node} />
      ))}
      <div className="-mx-4 sticky bottom-0 flex flex-wrap items-end gap-x-3 gap-y-2 border-line border-t bg-bg px-4 py-3">
        {back !== null && (
          <Button onClick={back.go}>
            <ArrowLeft aria-hidden className="size-4" />
            {back.words}
          </Button>
        )}
        {expired ? (
          <>
            <Notice size="line" title="This plan is no longer good" tone="warn">
              What it assumed of the nodes may have changed.
            </Notice>
            <Button look="primary" onClick={onPlanAgain}>
              Plan again
            </Button>
          </>
        ) : (
          children
        )}
        {error !== null && (
          <div className="w-full">
            <ErrorLine error={error} />
          </div>
        )}
      </div>
    </div>
  )
}
