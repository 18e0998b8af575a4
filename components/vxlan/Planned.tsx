'use client'

import { usePlan } from '@/lib/client/vxlan/use-plan'
import type { Change } from '@/lib/model/change'
import type { NodeOptions } from '@/lib/model/node-options'
import { ErrorLine } from '../ui/ErrorLine'
import { Notice } from '../ui/Notice'
import { Skeleton } from '../ui/Skeleton'
import { ApplyBar } from './ApplyBar'
import { Preview } from './Preview'
import { Problems } from './Problems'

interface Props {
  change: Change
  options: ReadonlyMap<string, NodeOptions>
  readOnly: boolean
  /** What can't be done where the plan is refused. */
  refused: string
}

/** What a change would run that needs no form, and the way to apply it. */
export const Planned = ({ change, options, readOnly, refused }: Props) => {
  const { plan, refusal, error, again } = usePlan(change)
  return (
    <>
      {plan === null && refusal === null && error === null && <Skeleton label="Asking what would run" rows={4} />}
      {refusal !== null && (
        <div className="p-4">
          <Notice size="line" title={refused} tone="bad">
            <Problems refusal={refusal} />
          </Notice>
        </div>
      )}
      {error !== null && (
        <div className="p-4">
          <ErrorLine error={error} />
        </div>
      )}
      {plan !== null && (
        <Preview back={null} onPlanAgain={again} options={options} plan={plan}>
          <ApplyBar onPlanAgain={again} plan={plan} readOnly={readOnly} />
        </Preview>
      )}
    </>
  )
}
