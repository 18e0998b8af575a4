'use client'

import { plural } from '@/lib/client/time'
import type { Plan } from '@/lib/model/plan'

/** What is to be done with a plan that was looked at. */
export const ApplyBar = ({ plan, readOnly }: { plan: Plan; readOnly: boolean }) => (
  <p className="min-w-0 text-ink-2">
    {readOnly ? (
      <>
        Changes are switched off: set <span className="mono">readOnly: false</span> in vxscope.yaml to apply this to{' '}
        {plural(plan.nodes.length, 'node')} from here.
      </>
    ) : (
      'Nothing is run from here yet: copy the lines above.'
    )}
  </p>
)
